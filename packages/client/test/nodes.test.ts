import { startEmulator } from '@cloudlink-center/emulator';
import { expect, test } from 'vitest';
import { clientCredentials, type CloudLink, createCloudLink, type NodeChangeEvent } from '../src/index.ts';
import type { Node } from '../src/call/node.ts';
import { createNodes } from '../src/client/choose-node.ts';
import { createCore } from '../src/client/create-core.ts';
import { freezeTime } from './frozen-time.ts';
import { json, reset, scriptedCenter } from './scripted-center.ts';

const credentials = { clientId: 'automation', clientSecret: 'correct horse battery staple' };
const outOfService = json(503, {});

function clientOf(baseUrl: string[], changes: NodeChangeEvent[] = []): CloudLink {
  return createCloudLink({
    baseUrl,
    auth: clientCredentials(credentials),
    hooks: { onNodeChange: (event) => changes.push(event) },
  });
}

test('calls stay with one node, move on when it is unreachable, and report it', async () => {
  await using first = await scriptedCenter();
  await using second = await scriptedCenter();
  const changes: NodeChangeEvent[] = [];
  await using center = clientOf([first.url, second.url], changes);
  await center.machines.list();
  await center.machines.list();
  expect([first.requests.length, second.requests.length]).toEqual([2, 0]);
  await first.close();
  await center.machines.list();
  await center.machineGroups.create({ body: { name: 'A' } });
  expect(second.requests).toEqual(['GET /securevm', 'POST /securevm/groups']);
  expect(changes).toMatchObject([{ from: first.url, to: second.url, error: { code: 'unreachable' } }]);
  expect(second.tokenRequests).toBe(1);
});

test.each([502, 503, 504])('a %d moves a repeatable call to another node', async (status) => {
  await using first = await scriptedCenter();
  await using second = await scriptedCenter();
  await using center = clientOf([first.url, second.url]);
  first.script(json(status, {}));
  await center.machines.list();
  expect([first.requests.length, second.requests.length]).toEqual([1, 1]);
});

test('a POST that may have arrived does not move', async () => {
  await using first = await scriptedCenter();
  await using second = await scriptedCenter();
  await using center = clientOf([first.url, second.url]);
  first.script(reset);
  const created = center.machineGroups.create({ body: { name: 'A' } });
  await expect(created).rejects.toMatchObject({ code: 'unreachable', notSent: false, node: first.url });
  expect(second.requests).toEqual([]);
});

test('a node-local operation never moves', async () => {
  await using first = await scriptedCenter();
  await using second = await scriptedCenter();
  await using center = clientOf([first.url, second.url]);
  first.script(outOfService);
  await expect(center.dns.list()).rejects.toMatchObject({ status: 503, node: first.url });
  expect(first.requests.length).toBeGreaterThan(1);
  expect(second.requests).toEqual([]);
});

test('a call uses the node that it names, with a token of that node', async () => {
  await using first = await scriptedCenter('token-of-the-first');
  await using second = await scriptedCenter('token-of-the-second');
  await using center = clientOf([first.url, second.url]);
  const tokens: (string | undefined)[] = [];
  second.script((request, response) => {
    tokens.push(request.headers.authorization);
    response.end('[]');
  });
  await center.dns.list({ node: second.url });
  expect(tokens).toEqual(['Bearer token-of-the-second']);
  await center.dns.list();
  expect([first.requests, second.requests]).toEqual([['GET /dns'], ['GET /dns']]);
});

test('when all nodes fail, the error is that of the last one', async () => {
  await using first = await scriptedCenter();
  await using second = await scriptedCenter();
  await using center = clientOf([first.url, second.url]);
  first.script(outOfService);
  second.script(outOfService);
  await expect(center.machines.list()).rejects.toMatchObject({ code: 'server_error', attempts: 3 });
});

test('a call tries each node once, without a pause, even if they say when to try again', async () => {
  const servers = await Promise.all([1, 2, 3, 4].map(() => scriptedCenter()));
  for (const server of servers) server.script(json(503, {}, { 'Retry-After': '3600' }));
  const pauses: number[] = [];
  await using center = createCloudLink({
    baseUrl: servers.map(({ url }) => url),
    auth: clientCredentials(credentials),
    hooks: { onRetry: ({ pause }) => pauses.push(pause) },
  });
  await expect(center.machines.list()).rejects.toMatchObject({ attempts: 4, node: servers[3]?.url });
  expect(servers.map(({ requests }) => requests.length)).toEqual([1, 1, 1, 1]);
  expect(pauses).toEqual([0, 0, 0]);
  await Promise.all(servers.map((server) => server.close()));
});

test('if all nodes have failed, the next attempt follows a pause', async () => {
  await using first = await scriptedCenter();
  await using second = await scriptedCenter();
  first.script(outOfService, json(200, []));
  second.script(json(503, {}, { 'Retry-After': '3600' }));
  const pauses: number[] = [];
  await using center = createCloudLink({
    baseUrl: [first.url, second.url],
    auth: clientCredentials(credentials),
    hooks: { onRetry: ({ pause }) => pauses.push(pause) },
  });
  await center.machines.list();
  expect([first.requests.length, second.requests.length]).toEqual([2, 1]);
  // The second is half a second, of which half is random.
  expect(pauses).toEqual([0, expect.any(Number)]);
  expect(pauses[1]).toBeGreaterThanOrEqual(250);
  expect(pauses[1]).toBeLessThanOrEqual(500);
});

test('without retries, a failed call stays where it is, and later calls go to another node', async () => {
  await using first = await scriptedCenter();
  await using second = await scriptedCenter();
  await using center = createCloudLink({
    baseUrl: [first.url, second.url],
    auth: clientCredentials(credentials),
    retry: 0,
  });
  first.script(outOfService);
  await expect(center.machines.list()).rejects.toMatchObject({ status: 503, attempts: 1 });
  await center.machineGroups.create({ body: { name: 'A' } });
  expect([first.requests, second.requests]).toEqual([['GET /securevm'], ['POST /securevm/groups']]);
});

test('a node is tried again only by a call that may be repeated and may go anywhere', async () => {
  await using first = await scriptedCenter();
  await using second = await scriptedCenter();
  await using third = await scriptedCenter();
  first.script(outOfService, json(200, []));
  let now = 0;
  const baseUrl = [first.url, second.url, third.url];
  const { core } = createCore({ baseUrl, auth: clientCredentials(credentials) }, () => now);
  await core.GET('/securevm');
  now = 60_000;
  await core.POST('/securevm/groups', { body: { name: 'A' } });
  await core.GET('/dns');
  await core.GET('/securevm', { node: third.url });
  expect(first.requests).toEqual(['GET /securevm']);
  expect(second.requests).toEqual(['GET /securevm', 'POST /securevm/groups', 'GET /dns']);
  expect(third.requests).toEqual(['GET /securevm']);
  await core.GET('/securevm');
  // It works again.
  await core.POST('/securevm/groups', { body: { name: 'A' } });
  await core.close();
  expect(first.requests).toEqual(['GET /securevm', 'GET /securevm', 'POST /securevm/groups']);
  expect(second.requests).toHaveLength(3);
});

test.each<[string, boolean, (center: CloudLink, timeout: object, node: string) => Promise<unknown>]>([
  ['a call', true, (center, timeout) => center.machines.list({ timeout })],
  [
    'a call that is sent only once',
    true,
    (center, timeout) => center.machineGroups.create({ body: { name: 'A' }, timeout }),
  ],
  ['a node-local call', false, (center, timeout) => center.dns.list({ timeout })],
  ['a call that names the node', false, (center, timeout, node) => center.machines.list({ timeout, node })],
])('%s that used up its whole time moves later calls: %s', async (_, moves, call) => {
  await using first = await scriptedCenter();
  await using second = await scriptedCenter();
  using time = freezeTime();
  await using center = clientOf([first.url, second.url]);
  const asked = Promise.withResolvers<void>();
  first.script(() => asked.resolve(), json(200, []));
  const total = 40_011;
  const failed = expect(call(center, { attempt: 40_012, total }, first.url)).rejects.toMatchObject({
    code: 'timeout',
    message: expect.stringContaining(`within ${total} ms`),
  });
  await asked.promise;
  await time.pass(total);
  await failed;
  await center.machines.list();
  expect([first.requests.length, second.requests.length]).toEqual(moves ? [1, 1] : [2, 0]);
});

test.each([
  ['the reason of AbortSignal.timeout', true, new DOMException('late', 'TimeoutError')],
  ['another exception', false, new DOMException('enough', 'AbortError')],
  ['text', false, 'enough'],
])('an abort with %s moves later calls: %s', async (_, moves, reason) => {
  await using first = await scriptedCenter();
  await using second = await scriptedCenter();
  await using center = clientOf([first.url, second.url]);
  const controller = new AbortController();
  first.script(() => controller.abort(reason), json(200, []));
  await expect(center.machines.list({ signal: controller.signal })).rejects.toBe(reason);
  await center.machines.list();
  expect([first.requests.length, second.requests.length]).toEqual(moves ? [1, 1] : [2, 0]);
});

test('the first node is tried again after a minute', () => {
  let now = 0;
  const [first, second] = ['https://a.example.com', 'https://b.example.com'].map(
    // Only the origin is looked at here.
    (origin) => ({ origin }) as Node,
  );
  if (first === undefined || second === undefined) throw new Error('There are two.');
  const nodes = createNodes([first, second], {}, () => now);
  const error = new Error('gone') as never;
  nodes.failed(first, error);
  expect(nodes.current()).toBe(second);
  now += 59_999;
  expect(nodes.isTrialDue()).toBe(false);
  now += 1;
  expect(nodes.takeTrial()).toBe(first);
  // One call tries it, the others stay.
  expect([nodes.takeTrial(), nodes.current()]).toEqual([undefined, second]);
  nodes.failed(first, error);
  now += 60_000;
  expect([nodes.current(), nodes.takeTrial()]).toEqual([second, first]);
  nodes.worked(first);
  expect(nodes.current()).toBe(first);
});

test('each node may have its own fingerprint', async () => {
  await using first = await startEmulator();
  await using second = await startEmulator();
  const { clientId, clientSecret } = first;
  await using center = createCloudLink({
    baseUrl: [
      { url: first.url, tls: { fingerprint256: first.fingerprint256 } },
      { url: second.url, tls: { fingerprint256: second.fingerprint256 } },
    ],
    auth: clientCredentials({ clientId, clientSecret }),
  });
  await center.machines.list();
  await first.close();
  expect(await center.machines.list()).not.toEqual([]);
  expect(second.requests.at(-1)).toMatchObject({ path: '/cloudlink/rest/securevm', status: 200 });
});

test('middleware added to openapiFetch applies to every node', async () => {
  await using first = await scriptedCenter();
  await using second = await scriptedCenter();
  await using center = clientOf([first.url, second.url]);
  const seen: string[] = [];
  center.openapiFetch.use({ onRequest: ({ request }) => void seen.push(new URL(request.url).origin) });
  first.script(outOfService);
  await center.machines.list();
  expect(seen).toEqual([first.url, second.url]);
});

test('logging out ends the session of every node that has one', async () => {
  await using first = await scriptedCenter();
  await using second = await scriptedCenter();
  await using center = clientOf([first.url, second.url]);
  await center.dns.list();
  await center.dns.list({ node: second.url });
  await center.logout();
  expect([first.requests, second.requests]).toEqual([
    ['GET /dns', 'DELETE /auth'],
    ['GET /dns', 'DELETE /auth'],
  ]);
});

test.each([
  [[], /empty list/],
  [['https://a.example.com', 'https://a.example.com/'], /twice/],
  [['https://a.example.com', 'a.example.com'], /baseUrl is not a URL/],
])('the list %j is a TypeError at once', (baseUrl, message) => {
  expect(() => clientOf(baseUrl)).toThrow(message);
});
