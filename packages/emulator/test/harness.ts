/** Runs an emulator and calls it through node:https, as any HTTP client would. */
import { Agent, request } from 'node:https';
import { type Emulator, type EmulatorOptions, startEmulator } from '../src/index.ts';

export type Answer = {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
  bytes: Buffer;
};
export type Call = (method: string, path: string, options?: CallOptions) => Promise<Answer>;
type CallOptions = {
  token?: string | undefined;
  json?: unknown;
  /** A body as it is. */
  raw?: string;
  form?: FormData | URLSearchParams;
  headers?: Record<string, string>;
  /** Another node than the first. */
  node?: string;
};

/** An emulator and a function that calls it over TLS, with its CA. Disposing it ends both. */
export async function emulated(
  options?: EmulatorOptions,
): Promise<AsyncDisposable & { emulator: Emulator; call: Call; token: string }> {
  const emulator = await startEmulator({ checkAnswers: true, ...options });
  const agent = new Agent({ ca: emulator.ca, keepAlive: true });
  const call: Call = async (
    method,
    path,
    { token, json, raw, form, headers = {}, node = emulator.url } = {},
  ) => {
    const body = form ?? raw ?? (json === undefined ? undefined : JSON.stringify(json));
    // `Request` writes multipart bodies and their boundary.
    const encoded =
      body === undefined ? undefined : new Request('https://localhost', { method: 'POST', body });
    const type = json === undefined ? encoded?.headers.get('content-type') : 'application/json';
    const bytes = encoded && Buffer.from(await encoded.arrayBuffer());
    return send(agent, node + path, method, bytes, {
      ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
      ...(type ? { 'Content-Type': type } : {}),
      // Node sends none by itself with a DELETE.
      ...(bytes ? { 'Content-Length': String(bytes.length) } : {}),
      ...headers,
    });
  };
  const token =
    options?.state === 'factory' ? '' : await signIn(call, emulator.clientId, emulator.clientSecret);
  return {
    emulator,
    call,
    token,
    async [Symbol.asyncDispose]() {
      agent.destroy();
      await emulator.close();
    },
  };
}

export async function signIn(call: Call, clientId: string, clientSecret: string): Promise<string> {
  const { text } = await call('POST', tokenPath(clientId, clientSecret));
  // An answer without a token ends in a test that fails.
  return (JSON.parse(text) as { access_token: string }).access_token;
}

/** Makes a user of this role, and signs in as that user. */
export async function signInAs(call: Call, token: string, role: string): Promise<string> {
  const json = { name: `a-${role}`, password: 'made-up', user_type: 'client', roles: [role] };
  await call('POST', '/cloudlink/rest/users', { token, json });
  return signIn(call, `a-${role}`, 'made-up');
}

export function tokenPath(clientId: string, clientSecret: string, more: Record<string, string> = {}): string {
  const parameters = {
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: clientSecret,
    scope: 'all',
    ...more,
  };
  return `/cloudlink/oauth/token?${new URLSearchParams(parameters).toString()}`;
}

/** node:https keeps the path as it is given; fetch would normalise it. */
function send(
  agent: Agent,
  url: string,
  method: string,
  body: Buffer | undefined,
  headers: Record<string, string>,
): Promise<Answer> {
  const { hostname, port } = new URL(url);
  const path = url.slice(url.indexOf('/', 'https://'.length));
  return new Promise((resolve, reject) => {
    const outgoing = request({ agent, hostname, port, path, method, headers }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk)).on('error', reject);
      incoming.on('end', () => {
        const content = Buffer.concat(chunks);
        resolve({
          status: incoming.statusCode ?? 0,
          headers: incoming.headers,
          text: content.toString('utf8'),
          bytes: content,
        });
      });
    });
    outgoing.on('error', reject).end(body);
  });
}
