import { startEmulator } from '@cloudlink-center/emulator';
import { expect, test } from 'vitest';
import { clientCredentials, type CloudLink, createCloudLink, type NodeChangeEvent } from '../src/index.ts';
import type { Node } from '../src/call/node.ts';
import { createNodes } from '../src/client/choose-node.ts';
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
