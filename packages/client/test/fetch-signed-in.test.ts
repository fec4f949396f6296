/** Requests that a caller's code sees or makes get the token; middleware.test.ts tests the middleware itself. */
import { describe, expect, test } from 'vitest';
import { clientCredentials, type CloudLinkOptions, createCloudLink, type TokenSource } from '../src/index.ts';
import { fetchSignedIn } from '../src/sign-in/fetch-signed-in.ts';
import type { SignedInTo } from '../src/sign-in/signed-in.ts';
import { signedIn } from './roads.ts';
import { json, type ScriptedCenter, scriptedCenter } from './scripted-center.ts';

const ORIGIN = 'https://clc.example.com';
const node: SignedInTo = {
  origin: ORIGIN,
  auth: signedIn,
  transport: {
    maxResponseBytes: 1000,
    send: () => Promise.reject(new Error('not used')),
    fetch: () => Promise.reject(new Error('not used')),
    close() {},
  },
  mask: (text) => text,
};

function clientOf({ url }: ScriptedCenter, more: Partial<CloudLinkOptions> = {}) {
  const auth = clientCredentials({ clientId: 'robot', clientSecret: 'made-up' });
  return createCloudLink({ baseUrl: url, auth, retry: 0, ...more });
}

/** A request as Firefox makes it, which has no `body`. */
function ofFirefox(method: string, body: string | null): Request {
  return Object.defineProperty(new Request(ORIGIN, { method, body }), 'body', { value: undefined });
}

test.each([
  ['GET', null, null],
  ['HEAD', null, null],
  ['DELETE', null, ''],
  ['POST', 'text', 'text'],
])('in Firefox, %s with the body %j is sent', async (method, body, sent) => {
  const bodies: (string | null)[] = [];
  await fetchSignedIn(node, ofFirefox(method, body), async (request) => {
    bodies.push(request.body && (await request.text()));
    return Response.json([]);
  });
  expect(bodies).toEqual([sent]);
});

test('a request without a body is sent without one', async () => {
  const bodies: unknown[] = [];
  await fetchSignedIn(node, new Request(ORIGIN, { method: 'DELETE' }), ({ body }) => {
    bodies.push(body);
    return Promise.resolve(Response.json([]));
  });
  expect(bodies).toEqual([null]);
});

test('a 401 after a redirect within the Center is about the token', async () => {
  await using server = await scriptedCenter(['first-token', 'second-token']);
  await using center = clientOf(server);
  const moved = (path: string) => json(302, {}, { Location: `${server.url}${path}` });
  server.script(moved('/one'), json(401, {}), moved('/two'), json(200, []));
  center.openapiFetch.use({ onRequest: ({ request }) => new Request(request, { redirect: 'follow' }) });
  expect(await center.machines.list()).toEqual([]);
  expect([server.requests, server.tokenRequests]).toEqual([
    ['GET /securevm', 'GET /one', 'GET /securevm', 'GET /two'],
    2,
  ]);
});

test('the signal of a request ends its waiting for a token', async () => {
  const given: unknown[] = [];
  const getToken: TokenSource['getToken'] = (options) => {
    given.push(options?.signal);
    return signedIn.getToken();
  };
  const auth = { ...signedIn, peek: () => undefined, getToken };
  const request = new Request(ORIGIN, { signal: new AbortController().signal });
  await fetchSignedIn({ ...node, auth }, request, () => Promise.resolve(Response.json([])));
  expect(given).toEqual([request.signal]);
});

test('the token is masked in the error of a call that middleware sees', async () => {
  await using server = await scriptedCenter('made-up-token');
  await using center = clientOf(server, { auth: signedIn });
  center.openapiFetch.use({ onRequest: () => undefined });
  server.script(json(400, { message: 'made-up-token is known' }));
  await expect(center.machines.list()).rejects.toMatchObject({
    body: { message: expect.stringMatching(/^(?!made-up).* is known$/) },
  });
});

describe('a signal that aborts while a body is read', () => {
  test.each([false, true])('gives its reason, with a body that goes on: %s', async (goesOn) => {
    const mine = new AbortController();
    let pieces: ReadableStreamDefaultController<Uint8Array> | undefined;
    const body = new ReadableStream<Uint8Array>({ start: (controller) => void (pieces = controller) });
    const request = new Request(ORIGIN, { signal: mine.signal });
    const response = await fetchSignedIn(node, request, () => Promise.resolve(new Response(body)));
    const text = response.text();
    mine.abort('mine');
    if (goesOn) {
      pieces?.enqueue(new Uint8Array(1));
      pieces?.close();
    } else {
      pieces?.error(mine.signal.reason);
    }
    await expect(text).rejects.toBe('mine');
  });
});

test('only the body of a success may be a stream of any size', async () => {
  const large = 'x'.repeat(1001);
  const send = (status: number, isStreamed?: boolean): Promise<string> => {
    const answer = new Response(large, { status });
    const options = isStreamed === undefined ? {} : { isStreamed };
    return fetchSignedIn(node, new Request(ORIGIN), () => Promise.resolve(answer), options).then((response) =>
      response.text(),
    );
  };
  expect(await send(200, true)).toBe(large);
  for (const call of [send(404, true), send(200, false), send(404, false), send(200)])
    await expect(call).rejects.toMatchObject({ code: 'response_too_large' });
});

test('a failure of the sign-in on the side of the caller is a TypeError', async () => {
  await using server = await scriptedCenter();
  await using center = clientOf(server, {
    // A JavaScript caller may return this.
    fetch: () => Promise.resolve(undefined as unknown as Response),
  });
  await expect(center.openapiFetch.GET('/securevm')).rejects.toThrow(/^Nothing was sent: /);
  expect(server.requests).toEqual([]);
});
