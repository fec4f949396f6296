/**
 * A server with a scripted response for each request, for failures that the emulator does not have. It issues
 * tokens itself.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

export type Answer = (request: IncomingMessage, response: ServerResponse) => void;

export interface ScriptedCenter extends AsyncDisposable {
  readonly url: string;
  /** `GET /securevm` and so on, without token requests. */
  readonly requests: string[];
  readonly tokenRequests: number;
  /** Responses in turn. The last one is repeated. */
  script(...answers: Answer[]): void;
  close(): Promise<void>;
}

/**
 * @param tokens - Issued in turn. The last one is repeated.
 * @param tokenAnswer - Replaces the token response.
 */
export async function scriptedCenter(
  tokens: string | readonly string[] = 'made-up-token',
  tokenAnswer?: Answer,
): Promise<ScriptedCenter> {
  const requests: string[] = [];
  let tokenRequests = 0;
  const all = [tokens].flat();
  let answers: Answer[] = [json(200, [])];
  const server = createServer((request, response) => {
    if (request.url?.startsWith('/cloudlink/oauth/token')) {
      const token = all[Math.min(tokenRequests, all.length - 1)];
      tokenRequests += 1;
      const granted = json(200, {
        access_token: token,
        token_type: 'bearer',
        expires_in: 7199,
        scope: 'all',
      });
      (tokenAnswer ?? granted)(request, response);
      return;
    }
    requests.push(`${request.method ?? ''} ${(request.url ?? '').replace('/cloudlink/rest/', '/')}`);
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    answer?.(request, response);
  });
  // On a busy machine the client would use a connection that the server is just giving up.
  server.keepAliveTimeout = 600_000;
  const url = await listen(server);
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return {
    url,
    requests,
    get tokenRequests() {
      return tokenRequests;
    },
    script: (...next) => void (answers = next),
    close,
    [Symbol.asyncDispose]: close,
  };
}

export function json(status: number, body: unknown, headers: Record<string, string> = {}): Answer {
  return (_request, response) => {
    response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
    response.end(JSON.stringify(body));
  };
}

/** Reads the request and closes the connection without a response. */
export const reset: Answer = (request) => {
  request.resume().once('end', () => request.socket.destroy());
};

/** Never responds. */
export const silence: Answer = () => {};

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return `http://127.0.0.1:${address.port}`;
}
