/**
 * A client that finds out: whichever call fails, later calls go to a node that works, and what was used up
 * comes back with time.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { expect, test } from 'vitest';
import { createCore } from '../src/client/create-core.ts';
import {
  clientCredentials,
  type CloudLinkCore,
  type CloudLinkOptions,
  type NodeChangeEvent,
} from '../src/index.ts';
import { createRetryBudget } from '../src/resilience/retry-budget.ts';
import { upload } from '../src/transfers.ts';
import { type Answer, json, reset, type ScriptedCenter, scriptedCenter, silence } from './scripted-center.ts';

const auth = clientCredentials({ clientId: 'robot', clientSecret: 'correct horse battery staple' });

type Cluster = { center: CloudLinkCore; pass(milliseconds: number): void } & AsyncDisposable;

/** A client whose clock for nodes and repetitions goes on by hand. */
function clientOf(
  nodes: readonly { readonly url: string }[],
  options: Partial<CloudLinkOptions> = {},
): Cluster {
  let passed = 0;
  const { core } = createCore({ baseUrl: nodes.map(({ url }) => url), auth, ...options }, () => passed);
  return {
    center: core,
    pass: (milliseconds) => void (passed += milliseconds),
    [Symbol.asyncDispose]: () => core.close(),
  };
}

type Kind = (center: CloudLinkCore) => Promise<unknown>;
const post: Kind = (center) => center.POST('/securevm/groups', { body: { name: 'A' } });

/** Statuses, or codes where no answer came. */
async function outcomes(call: () => Promise<unknown>, count: number): Promise<unknown[]> {
  const all: unknown[] = [];
  for (let index = 0; index < count; index += 1) {
    const outcome = await call().catch((error: unknown) => error);
    // All outcomes have one of the two.
    const { status, code } = outcome as { status?: number; code?: string };
    all.push(status ?? code);
  }
  return all;
}

test.each<[string, Kind, object]>([
  ['calls that may be repeated', (center) => center.GET('/securevm'), {}],
  ['calls that are told not to', (center) => center.GET('/securevm', { retry: 0 }), {}],
  ['calls that may not be repeated', post, {}],
  ['a client that repeats nothing', post, { retry: 0 }],
])('two nodes go down and the second comes back: %s find it', async (_, call, options) => {
  await using first = await scriptedCenter();
  await using second = await scriptedCenter();
  await using cluster = clientOf([first, second], options);
  for (const node of [first, second]) node.script(json(503, {}));
  await outcomes(() => call(cluster.center), 6);
  second.script(json(200, []));
  const all = await outcomes(() => call(cluster.center), 100);
  // One may still find out that the first is down.
  expect(all.slice(1)).toEqual(Array.from({ length: 99 }, () => 200));
  cluster.pass(3_600_000);
  // The first is tried again only by a call that may be sent again.
  const later = await outcomes(() => call(cluster.center), 20);
  expect(later.slice(1)).toEqual(Array.from({ length: 19 }, () => 200));
});

test.each<[string, Answer, (center: CloudLinkCore) => Promise<unknown>]>([
  ['a POST that breaks', reset, post],
  ['a call that is not repeated', json(503, {}), (center) => center.GET('/securevm', { retry: 0 })],
  [
    'the whole time of a call that runs out',
    silence,
    (center) => center.GET('/securevm', { timeout: { total: 300 } }),
  ],
  [
    "the caller's own limit",
    silence,
    (center) => center.GET('/securevm', { signal: AbortSignal.timeout(300) }),
  ],
  ['an upload', reset, (center) => upload(center, 'licenses.upload', { file: new Uint8Array(10) })],
  ['a node that lets nobody in', json(401, {}), post],
])('%s leaves the node for later calls', async (_, answer, call) => {
  await using first = await scriptedCenter();
  await using second = await scriptedCenter();
  const changes: NodeChangeEvent[] = [];
  await using cluster = clientOf([first, second], {
    hooks: { onNodeChange: (event) => void changes.push(event) },
  });
  first.script(answer);
  await call(cluster.center).catch(() => {});
  expect(changes).toMatchObject([{ from: first.url, to: second.url }]);
  expect(await outcomes(() => post(cluster.center), 3)).toEqual([200, 200, 200]);
});

test.each<[string, (center: CloudLinkCore, first: ScriptedCenter) => Promise<unknown>]>([
  ['a node-local call', (center) => center.GET('/dns', { retry: 0 })],
  ['a call that names its node', (center, { url }) => center.GET('/securevm', { retry: 0, node: url })],
  [
    'a caller who gives up',
    async (center) => {
      const controller = new AbortController();
      const call = center.GET('/securevm', { signal: controller.signal });
      controller.abort();
      await call;
    },
  ],
])('%s leaves no node', async (_, call) => {
  await using first = await scriptedCenter();
  await using second = await scriptedCenter();
  await using cluster = clientOf([first, second]);
  first.script(json(503, {}));
  await call(cluster.center, first).catch(() => {});
  first.script(json(200, []));
  await cluster.center.GET('/securevm');
  expect(second.requests).toEqual([]);
});

test('a node that asks for an hour of patience is left for another one at once', async () => {
  await using first = await scriptedCenter();
  await using second = await scriptedCenter();
  await using cluster = clientOf([first, second]);
  first.script(json(503, {}, { 'Retry-After': '3600' }));
  expect(await cluster.center.GET('/securevm')).toMatchObject({ status: 200 });
});

test('a node that lets nobody in is gone around, a POST included, since it carries out nothing', async () => {
  await using first = await scriptedCenter();
  await using second = await scriptedCenter();
  await using cluster = clientOf([first, second]);
  first.script(json(401, {}));
  expect(await post(cluster.center)).toMatchObject({ status: 200 });
  expect(second.requests).toEqual(['POST /securevm/groups']);
});

test('a secret that one node refuses is tried at no other, since users are the same on all of them', async () => {
  const tokens: string[] = [];
  const refuse = async (name: string): Promise<{ url: string } & AsyncDisposable> => {
    const server = createServer((request, response) => {
      tokens.push(name);
      json(401, { error: 'invalid_client' })(request, response);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    return {
      url: `http://127.0.0.1:${port}`,
      async [Symbol.asyncDispose]() {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      },
    };
  };
  await using first = await refuse('first');
  await using second = await refuse('second');
  await using cluster = clientOf([first, second]);
  expect(await outcomes(() => cluster.center.GET('/securevm'), 3)).toEqual(
    Array.from({ length: 3 }, () => 'sign_in_failed'),
  );
  expect(tokens).toEqual(['first']);
});

test('one call tries a node that is back, and a POST never does', async () => {
  await using first = await scriptedCenter();
  await using second = await scriptedCenter();
  await using cluster = clientOf([first, second]);
  first.script(json(503, {}));
  await cluster.center.GET('/securevm');
  cluster.pass(60_000);
  await post(cluster.center);
  expect(first.requests).toHaveLength(1);
  await Promise.all(Array.from({ length: 5 }, () => cluster.center.GET('/securevm')));
  expect(first.requests).toHaveLength(2);
  first.script(json(200, []));
  cluster.pass(60_000);
  // A node-local call is bound to where it goes, so it does not try either.
  await cluster.center.GET('/dns');
  expect(first.requests).toHaveLength(2);
  await cluster.center.GET('/securevm');
  await post(cluster.center);
  expect(first.requests.slice(2)).toEqual(['GET /securevm', 'POST /securevm/groups']);
});

test('the budget of repetitions comes back with time, and with success', () => {
  let now = 0;
  const budget = createRetryBudget(() => now);
  const left = (): number => {
    let count = 0;
    while (budget.spend()) count += 1;
    return count;
  };
  expect(left()).toBe(10);
  now += 5_999;
  expect(left()).toBe(0);
  now += 6_001;
  expect(left()).toBe(2);
  for (let index = 0; index < 15; index += 1) budget.earn();
  expect(left()).toBe(1);
  now += 3_600_000;
  expect(left()).toBe(10);
});

test('a limit of the client for whole calls counts, however long an attempt may take', async () => {
  await using server = await scriptedCenter();
  await using cluster = clientOf([server], { timeout: { total: 200 } });
  server.script(silence);
  await expect(cluster.center.GET('/securevm')).rejects.toMatchObject({ code: 'timeout' });
});
