/**
 * Only our own look-up, connection and handshake prove that nothing was sent, whatever code an error has.
 * Real sockets are broken with every code, in every phase of a call, on every road.
 */
import diagnostics from 'node:diagnostics_channel';
import { Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { CloudLinkError, type CloudLinkOptions, createCloudLink, type RetryEvent } from '../src/index.ts';
import { type HeldAt, type HeldServer, heldServer } from './held-server.ts';
import { roads, signedIn as auth } from './roads.ts';

const CODES = [
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENETDOWN',
  'EADDRNOTAVAIL',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPROTO',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_SOCKET',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  undefined,
] as const;

/** Each waits until a connection is in that phase, and breaks it. */
type Break = (error: Error) => Promise<void>;
const before: Readonly<Record<string, Break>> = {
  'look-up': async (error) => {
    const socket = await nextSocket();
    process.nextTick(() => socket.destroy(error));
  },
  connect: async (error) => {
    const socket = await nextSocket();
    socket.once('lookup', () => socket.destroy(error));
  },
  TLS: async (error) => {
    const socket = await nextSocket();
    socket.once('connect', () => socket.destroy(error));
  },
};
const after: Readonly<Record<string, Break>> = {
  head: (error) =>
    new Promise((resolve) => {
      onceOn('undici:client:sendHeaders', ({ socket }) => {
        socket?.destroy(error);
        resolve();
      });
    }),
  body: (error) => breakAt('body', error),
  waiting: (error) => breakAt('waiting', error),
  async answer(error) {
    const opening = nextSocket();
    const answered = new Promise<void>((resolve) => onceOn('undici:request:headers', () => resolve()));
    await server.hold('answer');
    const socket = await opening;
    await answered;
    socket.destroy(error);
  },
};

async function breakAt(at: HeldAt, error: Error): Promise<void> {
  const opening = nextSocket();
  await server.hold(at);
  (await opening).destroy(error);
}

let server: HeldServer;
let tellSocket: ((socket: Socket) => void) | undefined;
const { connect } = Socket.prototype;

beforeAll(async () => {
  server = await heldServer();
  // Both kinds of sockets pass here when they begin to connect, and never again.
  Socket.prototype.connect = function connectSeen(this: Socket, ...input: Parameters<typeof connect>) {
    tellSocket?.(this);
    tellSocket = undefined;
    return connect.apply(this, input);
  } as typeof connect;
});
afterEach(() => {
  tellSocket = undefined;
});
afterAll(async () => {
  Socket.prototype.connect = connect;
  await server[Symbol.asyncDispose]();
});

function nextSocket(): Promise<Socket> {
  return new Promise((resolve) => (tellSocket = resolve));
}

function onceOn(channel: string, listener: (message: { socket?: Socket }) => void): void {
  const listen = (message: unknown): void => {
    diagnostics.unsubscribe(channel, listen);
    // What undici documents for its channels.
    listener(message as { socket?: Socket });
  };
  diagnostics.subscribe(channel, listen);
}

/** The failure of one call by this road, while `breaking` does its work. */
async function failureOf(
  road: string,
  breaking: Break | undefined,
  code: string | undefined,
  options: Pick<CloudLinkOptions, 'retry' | 'hooks'>,
): Promise<CloudLinkError> {
  await using center = createCloudLink({ baseUrl: server.url, auth, tls: { ca: server.ca }, ...options });
  const isBroken = breaking?.(Object.assign(new Error('made up'), { code }));
  const failure: unknown = await roads[road]?.(center).then(
    () => 'a success',
    (error: unknown) => error,
  );
  await isBroken;
  if (failure instanceof CloudLinkError) return failure;
  throw new Error(`With ${String(code)}, there was ${String(failure)}.`, { cause: failure });
}

const cells = (phases: object): [string, string][] =>
  Object.keys(roads).flatMap((road) => Object.keys(phases).map((phase): [string, string] => [road, phase]));

test.each(cells(before))(
  'a %s call that breaks in the %s phase was not sent, whatever the code',
  async (road, phase) => {
    for (const code of CODES) {
      // undici itself connects once more after this one.
      if (code === 'UND_ERR_SOCKET') continue;
      const { heads } = server;
      const failure = await failureOf(road, before[phase], code, { retry: 0 });
      const isTrust = code === 'CERT_HAS_EXPIRED' || code === 'DEPTH_ZERO_SELF_SIGNED_CERT';
      const wanted = isTrust ? 'untrusted_certificate' : 'unreachable';
      expect([code, failure.code, failure.notSent, server.heads - heads]).toEqual([code, wanted, true, 0]);
    }
  },
);

test.each(cells(after))(
  'a %s call that breaks in the %s phase may have been carried out, whatever the code, and is not retried',
  async (road, phase) => {
    for (const code of CODES) {
      const { heads } = server;
      const retries: RetryEvent[] = [];
      const failure = await failureOf(road, after[phase], code, {
        retry: 2,
        hooks: { onRetry: (event) => retries.push(event) },
      });
      expect([code, failure.code, failure.notSent, retries]).toEqual([code, 'unreachable', false, []]);
      expect(server.heads - heads).toBeLessThanOrEqual(1);
    }
  },
);
