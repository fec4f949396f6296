/** Tests what a caller's middleware sees and can do. Sign-in happens inside it. */
import type { IncomingMessage } from 'node:http';
import type { Middleware } from 'openapi-fetch';
import { expect, test } from 'vitest';
import { clientCredentials, type CloudLink, createCloudLink } from '../src/index.ts';
import { type Answer, json, reset, type ScriptedCenter, scriptedCenter } from './scripted-center.ts';

type Seen = { headers: IncomingMessage['headers']; body: string };

function clientOf({ url }: ScriptedCenter): CloudLink {
  const auth = clientCredentials({ clientId: 'robot', clientSecret: 'made-up' });
  return createCloudLink({ baseUrl: url, auth, retry: 0 });
}

/** Records requests and returns the given responses in turn. */
function recorded(seen: Seen[], ...answers: Answer[]): Answer[] {
  return answers.map((answer) => async (request, response) => {
    const body = Buffer.concat((await request.toArray()) as Buffer[]).toString();
    seen.push({ headers: request.headers, body });
    answer(request, response);
  });
}

const rejected = json(401, { error: 'invalid_token' });

/** The ways in which a caller's code can see a call. */
const ways: readonly [string, (center: CloudLink, name: string) => Promise<unknown>][] = [
  ['a named method', (center, name) => center.machineGroups.create({ body: { name } })],
  ['a path-string call', (center, name) => center.POST('/securevm/groups', { body: { name } })],
  ['openapiFetch', (center, name) => center.openapiFetch.POST('/securevm/groups', { body: { name } })],
];

test.each(ways)('the replay after a 401 is the request that middleware made, in %s', async (_, call) => {
  await using server = await scriptedCenter(['first-token', 'second-token']);
  await using center = clientOf(server);
  const seen: Seen[] = [];
  server.script(...recorded(seen, rejected, json(201, {})));
  center.openapiFetch.use({
    onRequest({ request }) {
      request.headers.set('X-Request-Id', 'one');
      return new Request(request, { method: 'POST', body: '{"name":"rewritten"}' });
    },
  });
  await call(center, 'original');
  const sent = { 'x-request-id': 'one', 'content-type': 'application/json' };
  expect(seen).toMatchObject([
    { headers: { ...sent, authorization: 'Bearer first-token' }, body: '{"name":"rewritten"}' },
    { headers: { ...sent, authorization: 'Bearer second-token' }, body: '{"name":"rewritten"}' },
  ]);
});

test.each(ways)('middleware sees neither the token nor a 401 that is replayed, in %s', async (_, call) => {
  await using server = await scriptedCenter(['first-token', 'second-token']);
  await using center = clientOf(server);
  const seen: Seen[] = [];
  const statuses: number[] = [];
  const authorizations: (string | null)[] = [];
  server.script(...recorded(seen, rejected, json(201, {})));
  center.openapiFetch.use({
    onRequest({ request }) {
      authorizations.push(request.headers.get('authorization'));
      request.headers.set('Authorization', 'Bearer of the caller');
    },
    onResponse({ request, response }) {
      authorizations.push(request.headers.get('authorization'));
      statuses.push(response.status);
    },
  });
  await call(center, 'a');
  expect(statuses).toEqual([201]);
  expect(authorizations).toEqual([null, 'Bearer of the caller']);
  expect(seen.map(({ headers }) => headers.authorization)).toEqual([
    'Bearer first-token',
    'Bearer second-token',
  ]);
});

test.each(ways)('an onResponse that throws on failures does not stop renewal, in %s', async (_, call) => {
  await using server = await scriptedCenter(['first-token', 'second-token', 'third-token']);
  await using center = clientOf(server);
  // As openapi-fetch's documentation shows it.
  center.openapiFetch.use({
    onResponse({ response }) {
      if (!response.ok) throw new Error(`failed with ${response.status}`);
    },
  });
  server.script(rejected, json(201, {}), rejected, json(201, {}));
  await call(center, 'a');
  await call(center, 'b');
  expect(server.tokenRequests).toBe(3);
  server.script(json(500, {}));
  await expect(call(center, 'c')).rejects.toThrow('failed with 500');
});

test.each(ways)('a request that middleware sends to another origin has no token, in %s', async (_, call) => {
  await using server = await scriptedCenter();
  await using other = await scriptedCenter();
  await using center = clientOf(server);
  const seen: Seen[] = [];
  other.script(...recorded(seen, json(201, { name: 'elsewhere' })));
  center.openapiFetch.use({
    onRequest: ({ request }) => new Request(`${other.url}/cloudlink/rest/securevm/groups`, request),
  });
  await call(center, 'a');
  expect(seen).toHaveLength(1);
  expect(seen[0]?.headers).not.toHaveProperty('authorization');
  expect([server.requests, server.tokenRequests]).toEqual([[], 0]);
});

test('a 401 after a redirect to another origin is not about the token', async () => {
  await using server = await scriptedCenter(['first-token', 'second-token']);
  await using other = await scriptedCenter();
  await using center = clientOf(server);
  const seen: Seen[] = [];
  server.script((_request, response) => {
    response.writeHead(302, { Location: `${other.url}/elsewhere` }).end();
  });
  other.script(...recorded(seen, rejected));
  center.openapiFetch.use({ onRequest: ({ request }) => new Request(request, { redirect: 'follow' }) });
  await expect(center.machines.list()).rejects.toMatchObject({ status: 401 });
  expect(seen[0]?.headers).not.toHaveProperty('authorization');
  expect(server.tokenRequests).toBe(1);
});

test('a fetch of one call receives signed requests, and its 401 is replayed', async () => {
  await using server = await scriptedCenter(['first-token', 'second-token']);
  await using center = clientOf(server);
  const authorizations: (string | null)[] = [];
  const { data } = await center.openapiFetch.GET('/securevm', {
    async fetch(request) {
      authorizations.push(request.headers.get('authorization'));
      return authorizations.length === 1 ? Response.json({}, { status: 401 }) : Response.json([]);
    },
  });
  expect(data).toEqual([]);
  expect(authorizations).toEqual(['Bearer first-token', 'Bearer second-token']);
});

test('a response without a status is a failure', async () => {
  await using server = await scriptedCenter();
  await using center = clientOf(server);
  center.openapiFetch.use({ onRequest: () => Response.error() });
  await expect(center.machines.list()).rejects.toMatchObject({ code: 'unexpected_status', status: 0 });
});

test('files may be left out, with middleware as without', async () => {
  await using server = await scriptedCenter();
  await using center = clientOf(server);
  const seen: Seen[] = [];
  server.script(...recorded(seen, json(200, {}), json(200, {})));
  // The types ask for a body.
  const upload = center.licenses.upload as unknown as () => Promise<unknown>;
  await upload();
  center.openapiFetch.use({ onRequest: () => undefined });
  await upload();
  expect(seen.map(({ headers, body }) => [headers['content-type'], body])).toEqual([
    [undefined, ''],
    [undefined, ''],
  ]);
});

test('middleware of one call runs after that of the client', async () => {
  await using server = await scriptedCenter();
  await using center = clientOf(server);
  const order: string[] = [];
  center.openapiFetch.use({ onRequest: () => void order.push('client') });
  await center.openapiFetch.GET('/securevm', { middleware: [{ onRequest: () => void order.push('call') }] });
  expect(order).toEqual(['client', 'call']);
});

test('middleware sees the calls to every node', async () => {
  await using first = await scriptedCenter();
  await using second = await scriptedCenter();
  await using center = createCloudLink({
    baseUrl: [first.url, second.url],
    auth: clientCredentials({ clientId: 'robot', clientSecret: 'made-up' }),
  });
  const urls: string[] = [];
  const middleware: Middleware = { onRequest: ({ request }) => void urls.push(new URL(request.url).origin) };
  center.openapiFetch.use(middleware);
  await center.dns.list({ node: first.url });
  await center.dns.list({ node: second.url });
  center.openapiFetch.eject(middleware);
  await center.dns.list({ node: second.url });
  expect(urls).toEqual([first.url, second.url]);
});

test('the same middleware twice runs twice, and one eject leaves one', async () => {
  await using server = await scriptedCenter();
  await using center = clientOf(server);
  let asked = 0;
  const middleware: Middleware = { onRequest: () => void (asked += 1) };
  center.openapiFetch.use(middleware, middleware);
  await center.machines.list();
  expect(asked).toBe(2);
  center.openapiFetch.eject(middleware);
  await center.machines.list();
  expect(asked).toBe(3);
});

/** Counts what it sees in fields of its own. */
class Counting {
  requests = 0;
  responses = 0;
  errors = 0;

  onRequest(): void {
    this.requests += 1;
  }

  onResponse(): void {
    this.responses += 1;
  }

  onError(): void {
    this.errors += 1;
  }
}

test.each(ways)('middleware may be an object of a class, in %s', async (_, call) => {
  await using server = await scriptedCenter();
  await using center = clientOf(server);
  const counting = new Counting();
  // The other one has no onError, and does not keep errors from the first.
  center.openapiFetch.use(counting, { onRequest: () => undefined });
  await call(center, 'a');
  server.script(reset);
  await call(center, 'b').catch(() => {});
  const refusal = new Error('no ticket');
  const refusing: Middleware = {
    onRequest() {
      throw refusal;
    },
  };
  center.openapiFetch.use(refusing);
  await expect(call(center, 'c')).rejects.toBe(refusal);
  expect(counting).toMatchObject({ requests: 3, responses: 1, errors: 2 });
});

test.each(ways)('onError may replace the error of an onRequest, in %s', async (_, call) => {
  await using server = await scriptedCenter();
  await using center = clientOf(server);
  const seen: unknown[] = [];
  const [first, second] = [new Error('first'), new Error('second')];
  center.openapiFetch.use(
    // Runs last, and changes nothing.
    { onError: ({ error }) => void seen.push(error) },
    {
      onRequest() {
        throw first;
      },
      onError: () => second,
    },
    { onResponse: () => undefined },
  );
  await expect(call(center, 'a')).rejects.toBe(second);
  expect(seen).toEqual([second]);
  expect(server.requests).toEqual([]);
});

test('invalid middleware is refused or skipped as in openapi-fetch, and changes nothing', async () => {
  await using server = await scriptedCenter();
  await using center = clientOf(server);
  const use = center.openapiFetch.use as (...list: unknown[]) => void;
  expect(() => use({})).toThrow('Middleware must be an object');
  expect(() => use('text')).toThrow('Middleware must be an object');
  use(undefined);
  use(null);
  const seen: Seen[] = [];
  server.script(...recorded(seen, json(200, [])));
  await center.machines.list();
  // fetch says so on the wire: the call still goes straight to the connection.
  expect(seen[0]?.headers).not.toHaveProperty('sec-fetch-mode');
});
