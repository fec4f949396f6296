/** What a token request of a client sends, reports and leaves behind. */
import { getEventListeners } from 'node:events';
import { expect, test } from 'vitest';
import {
  clientCredentials,
  type CloudLinkOptions,
  createCloudLink,
  type TokenEvent,
  type TokenSource,
} from '../src/index.ts';
import { signedIn } from './roads.ts';
import { type Answer, json, reset, type ScriptedCenter, scriptedCenter } from './scripted-center.ts';

type Send = (input: string, init?: RequestInit) => Promise<Response>;

function clientOf({ url }: ScriptedCenter, more: Partial<CloudLinkOptions> = {}) {
  const auth = clientCredentials({ clientId: 'robot', clientSecret: 'made-up-secret' });
  return createCloudLink({ baseUrl: url, auth, retry: 0, ...more });
}

/** What a client gives a token source for its requests. */
function sendOf(server: ScriptedCenter, more: Partial<CloudLinkOptions> = {}): Send {
  let send: Send | undefined;
  const auth: TokenSource = {
    ...signedIn,
    bind(target) {
      send = target.fetch;
      return signedIn;
    },
  };
  clientOf(server, { auth, ...more });
  if (send === undefined) throw new Error('The client binds its token source.');
  return send;
}

test.each<[string, Answer | undefined, { status?: number }]>([
  ['a token', undefined, { status: 200 }],
  ['a refusal', json(401, { error: 'invalid_client' }), { status: 401 }],
  ['no answer', reset, {}],
])('onToken is told of %s, with how long it took', async (_, answer, status) => {
  await using server = await scriptedCenter('made-up-token', answer);
  const told: TokenEvent[] = [];
  const began = performance.now();
  await using center = clientOf(server, { hooks: { onToken: (event) => told.push(event) } });
  await center.machines.list().catch(() => {});
  const took = performance.now() - began;
  // An absent status is no key.
  expect(told).toStrictEqual([{ node: server.url, duration: expect.any(Number), ...status }]);
  expect(told[0]?.duration).toBeGreaterThan(0);
  expect(told[0]?.duration).toBeLessThanOrEqual(took);
});

test.each([
  ['POST', 'client_secret=in+a+form', 'client_secret=in+a+form'],
  ['POST', undefined, ''],
  ['GET', undefined, ''],
  ['DELETE', undefined, ''],
] as const)('%s with the body %j arrives as it is', async (method, body, arrives) => {
  const seen: unknown[] = [];
  await using server = await scriptedCenter('made-up-token', (request, response) => {
    let text = '';
    request.setEncoding('utf8').on('data', (piece: string) => (text += piece));
    request.once('end', () => {
      seen.push([request.method, text, request.headers['content-type']]);
      json(200, {})(request, response);
    });
  });
  const type = 'application/x-www-form-urlencoded';
  for (const more of [{}, { fetch: (request: Request) => fetch(request) }]) {
    const send = sendOf(server, more);
    const init = body === undefined ? { method } : { method, body, headers: { 'Content-Type': type } };
    expect((await send(`${server.url}/cloudlink/oauth/token`, init)).status).toBe(200);
  }
  const one = [method, arrives, body === undefined ? undefined : type];
  expect(seen).toEqual([one, one]);
});

test('the signal of a token source ends its request, and the client leaves nothing on it', async () => {
  const mine = new AbortController();
  const reason = new Error('mine');
  await using server = await scriptedCenter('made-up-token', (request, response) => {
    if (request.method === 'POST') mine.abort(reason);
    json(200, {})(request, response);
  });
  const send = sendOf(server);
  const { signal } = mine;
  await send(`${server.url}/cloudlink/oauth/token`, { signal });
  // `new Request` adds a listener, which it never removes.
  expect(getEventListeners(signal, 'abort')).toHaveLength(1);
  const request = send(`${server.url}/cloudlink/oauth/token`, { method: 'POST', signal });
  await expect(request).rejects.toBe(reason);
});

test('a token source may send a request without options', async () => {
  await using server = await scriptedCenter();
  const response = await sendOf(server)(`${server.url}/cloudlink/oauth/token`);
  expect(await response.json()).toMatchObject({ access_token: 'made-up-token' });
});

test.each(['query', 'body'] as const)(
  'a secret in the %s is masked where the Center quotes it',
  async (where) => {
    await using server = await scriptedCenter();
    server.script(json(400, { message: 'made-up-secret is known' }));
    const auth = clientCredentials({
      clientId: 'robot',
      clientSecret: 'made-up-secret',
      credentialsIn: where,
    });
    await using center = clientOf(server, { auth });
    await expect(center.machines.list()).rejects.toMatchObject({
      body: { message: expect.stringMatching(/^(?!made-up-secret).* is known$/) },
    });
  },
);
