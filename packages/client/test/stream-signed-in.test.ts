/** How a transfer is sent, with and without a transport that streams; transfers.test.ts tests transfers. */
import { expect, test } from 'vitest';
import type { TokenSource } from '../src/index.ts';
import { Timer } from '../src/resilience/timer.ts';
import { ACCEPT, type SignedInTo } from '../src/sign-in/signed-in.ts';
import { streamSignedIn } from '../src/sign-in/stream-signed-in.ts';
import type { Sending, StreamBody, StreamRequest, Transport } from '../src/transport/transport.ts';
import { signedIn } from './roads.ts';

const url = new URL('https://clc.example.com/cloudlink/rest/backup');
const SIGNED = { accept: ACCEPT, authorization: 'Bearer made-up-token' };

type Sent = { readonly headers: Record<string, string>; readonly text?: string };

/** Writes down what is sent, and answers with these statuses in turn. */
function nodeOf(statuses: readonly number[], isStreaming: boolean, auth: TokenSource = signedIn) {
  const streamed: StreamRequest[] = [];
  const fetched: Sent[] = [];
  const sendings: unknown[] = [];
  const answer = (sending: unknown): Response => {
    sendings.push(sending);
    return new Response('{}', { status: statuses[sendings.length - 1] ?? 200 });
  };
  const transport: Transport = {
    maxResponseBytes: 1000,
    send: () => Promise.reject(new Error('not used')),
    async fetch(request, sending) {
      const headers = Object.fromEntries(request.headers);
      fetched.push({ headers, ...(request.body && { text: await request.text() }) });
      return answer(sending);
    },
    ...(isStreaming && {
      stream(request: StreamRequest, sending: unknown) {
        streamed.push(request);
        return Promise.resolve(answer(sending));
      },
    }),
    close() {},
  };
  const node: SignedInTo = { origin: url.origin, auth, transport, mask: (text) => text };
  return { node, streamed, fetched, sendings };
}

function sendingOf(): Sending {
  return { timer: new Timer(Infinity), phase: 'connect' };
}

function bodyOf(type?: string): StreamBody {
  return {
    ...(type !== undefined && { type }),
    length: 4,
    async *pieces() {
      yield await Promise.resolve(new TextEncoder().encode('file'));
    },
  };
}

const { signal } = new AbortController();

test('a transport that streams gets the request as it is', async () => {
  const { node, streamed, fetched, sendings } = nodeOf([200], true);
  const sending = sendingOf();
  const body = bodyOf('text/plain');
  const request = { url, method: 'POST', signal };
  await streamSignedIn(node, request, sending, { body: () => body, replayable: true });
  expect(streamed).toEqual([{ ...request, headers: SIGNED, body }]);
  expect([fetched, sendings]).toEqual([[], [sending]]);
  expect(sending).toMatchObject({ phase: 'connect', token: 'made-up-token' });
});

test.each([
  ['a body with a type', bodyOf('text/plain'), { 'content-type': 'text/plain' }, { text: 'file' }],
  ['a body without one', bodyOf(), {}, { text: 'file' }],
  ['no body', undefined, {}, {}],
])('another transport gets %s by fetch, and asks for no encoding', async (_, body, type, text) => {
  const { node, fetched, sendings } = nodeOf([200], false);
  const sending = sendingOf();
  const content = { ...(body && { body: () => body }), replayable: true };
  await streamSignedIn(node, { url, method: body ? 'POST' : 'GET', signal }, sending, content);
  expect(fetched).toEqual([{ headers: { ...SIGNED, 'accept-encoding': 'identity', ...type }, ...text }]);
  expect(sendings).toEqual([sending]);
});

test.each([true, false])(
  'a body that can be made again is sent again after a 401: %s',
  async (replayable) => {
    for (const isStreaming of [true, false]) {
      let tokens = 0;
      const getToken: TokenSource['getToken'] = () =>
        Promise.resolve({ value: `token-${(tokens += 1)}`, expiresAt: undefined });
      const auth = { ...signedIn, peek: () => undefined, getToken };
      const { node, sendings } = nodeOf([401, 200], isStreaming, auth);
      const sending = sendingOf();
      const request = { url, method: 'POST', signal };
      const response = await streamSignedIn(node, request, sending, { body: bodyOf, replayable });
      expect([response.status, sendings.length]).toEqual(replayable ? [200, 2] : [401, 1]);
      // A 401 proves that nothing was done.
      expect(sending).toMatchObject({ phase: 'sign-in', token: replayable ? 'token-2' : 'token-1' });
    }
  },
);

test('the signal ends the waiting for a token', async () => {
  const given: unknown[] = [];
  const getToken: TokenSource['getToken'] = (options) => {
    given.push(options?.signal);
    return signedIn.getToken();
  };
  const { node } = nodeOf([200], true, { ...signedIn, peek: () => undefined, getToken });
  await streamSignedIn(node, { url, method: 'GET', signal }, sendingOf(), { replayable: true });
  expect(given).toEqual([signal]);
});
