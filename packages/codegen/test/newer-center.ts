/**
 * A Center of an invented newer version: in front of the emulator, it serves the operations that are new, and
 * passes every other call on, sign-in included. Where only its description is wanted, the emulator shows it
 * (`description`).
 */
import { createServer, request as send, type Server } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createCertificates, startEmulator, type Emulator } from '@cloudlink-center/emulator';
import { listen } from '@cloudlink-center/testing/listen';

export interface NewerCenter extends AsyncDisposable {
  readonly url: string;
  readonly ca: string;
  readonly fingerprint256: string;
  readonly emulator: Emulator;
  /** Paths and queries that reached it. */
  readonly requests: string[];
}

export async function startNewerCenter(): Promise<NewerCenter> {
  const emulator = await startEmulator();
  const { cert, key, ca, fingerprint256 } = await createCertificates();
  const requests: string[] = [];
  const server: Server = createServer({ cert, key }, (incoming, outgoing) => {
    requests.push(`${incoming.method ?? ''} ${incoming.url ?? ''}`);
    const own = answerOf(incoming);
    if (own === undefined) passOn(incoming, outgoing, emulator);
    else if (incoming.headers.authorization?.startsWith('Bearer ') !== true)
      outgoing.writeHead(401).end('{"error":"unauthorized"}');
    else outgoing.writeHead(200, { 'content-type': own.type }).end(own.body);
  });
  const listening = await listen(server);
  return {
    url: `https://${listening.host}`,
    ca,
    fingerprint256,
    emulator,
    requests,
    async [Symbol.asyncDispose]() {
      await listening[Symbol.asyncDispose]();
      await emulator.close();
    },
  };
}

type Own = { readonly type: string; readonly body: string };

function answerOf({ method = '', url = '' }: IncomingMessage): Own | undefined {
  const path = url.split('?')[0] ?? '';
  if (method === 'GET' && /\/securevm\/[^/]+\/sensors$/.test(path))
    return json([{ name: 'fan-1', value: 900, labels: ['left'] }]);
  if (method === 'POST' && /\/sensors\/[^/]+\/reset$/.test(path)) return json(undefined);
  if (method === 'GET' && /\/securevm\/[^/]+\/report\/.+/.test(path))
    return { type: 'application/octet-stream', body: 'a report' };
  return undefined;
}

function json(body: unknown): Own {
  return { type: 'application/json', body: JSON.stringify(body) };
}

function passOn(incoming: IncomingMessage, outgoing: ServerResponse, { url, ca }: Emulator): void {
  const { method, headers } = incoming;
  const onward = send(new URL(incoming.url ?? '/', url), { method, headers, ca }, (answer) => {
    outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
    answer.pipe(outgoing);
  });
  onward.on('error', () => outgoing.destroy());
  incoming.pipe(onward);
}
