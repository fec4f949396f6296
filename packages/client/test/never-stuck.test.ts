/**
 * Whichever call fails, later calls use a node that works, and everything that was used up recovers with
 * time.
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
import { freezeTime } from './frozen-time.ts';
import { type Answer, json, reset, type ScriptedCenter, scriptedCenter, silence } from './scripted-center.ts';

const auth = clientCredentials({ clientId: 'robot', clientSecret: 'correct horse battery staple' });

type Cluster = { center: CloudLinkCore; pass(milliseconds: number): void } & AsyncDisposable;

/** A client whose clock for nodes and retries is advanced by hand. */
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

/** Statuses, or error codes where there was no response. */
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
  ['repeatable calls', (center) => center.GET('/securevm'), {}],
  ['calls without retries', (center) => center.GET('/securevm', { retry: 0 }), {}],
  ['calls that are not repeatable', post, {}],
  ['a client without retries', post, { retry: 0 }],
])('when two nodes fail and the second works again, %s find it', async (_, call, options) => {
  await using first = await scriptedCenter();
  await using second = await scriptedCenter();
  await using cluster = clientOf([first, second], options);
  for (const node of [first, second]) node.script(json(503, {}));
  await outcomes(() => call(cluster.center), 6);
  second.script(json(200, []));
  const all = await outcomes(() => call(cluster.center), 100);
  // One call may still find out that the first node is down.
  expect(all.slice(1)).toEqual(Array.from({ length: 99 }, () => 200));
  cluster.pass(3_600_000);
  // Only a call that may be retried tries the first node again.
  const later = await outcomes(() => call(cluster.center), 20);
  expect(later.slice(1)).toEqual(Array.from({ length: 19 }, () => 200));
});

test.each<[string, Answer, (center: CloudLinkCore) => Promise<unknown>]>([
  ['a POST that breaks', reset, post],
  ['a call without retries', json(503, {}), (center) => center.GET('/securevm', { retry: 0 })],
  ['an upload', reset, (center) => upload(center, 'licenses.upload', { file: new Uint8Array(10) })],
  ['a node that refuses everybody', json(401, {}), post],
])('later calls avoid the node after %s', async (_, answer, call) => {
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

test('the whole time of a call that runs out leaves the node for later calls', async () => {
  using time = freezeTime();
  await expectLeft(
    (center) => center.GET('/securevm', { timeout: { attempt: 50_001, total: 40_001 } }),
    () => time.pass(40_001),
  );
});

test("the caller's own limit leaves the node for later calls", async () => {
  const limit = new AbortController();
  await expectLeft(
    (center) => center.GET('/securevm', { signal: limit.signal }),
    // What AbortSignal.timeout() does when its time is up.
    () => limit.abort(new DOMException('The time is up.', 'TimeoutError')),
  );
});

/** Of two nodes, the first takes the call and does not answer until the time is up. */
async function expectLeft(
  call: (center: CloudLinkCore) => Promise<unknown>,
  endTime: () => unknown,
): Promise<void> {
  await using first = await scriptedCenter();
  await using second = await scriptedCenter();
  const changes: NodeChangeEvent[] = [];
  await using cluster = clientOf([first, second], {
    hooks: { onNodeChange: (event) => void changes.push(event) },
  });
  const asked = new Promise<void>((resolve) => first.script(() => resolve()));
  const ended = call(cluster.center).catch(() => {});
  await asked;
  await endTime();
  await ended;
  expect(changes).toMatchObject([{ from: first.url, to: second.url }]);
  expect(await outcomes(() => post(cluster.center), 3)).toEqual([200, 200, 200]);
}

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
])('the node stays in use after %s', async (_, call) => {
  await using first = await scriptedCenter();
  await using second = await scriptedCenter();
  await using cluster = clientOf([first, second]);
  first.script(json(503, {}));
  await call(cluster.center, first).catch(() => {});
  first.script(json(200, []));
  await cluster.center.GET('/securevm');
  expect(second.requests).toEqual([]);
});

test('a node that asks for a pause of an hour is left at once', async () => {
  await using first = await scriptedCenter();
  await using second = await scriptedCenter();
  await using cluster = clientOf([first, second]);
  first.script(json(503, {}, { 'Retry-After': '3600' }));
  expect(await cluster.center.GET('/securevm')).toMatchObject({ status: 200 });
});

test('a call moves on from a node that refuses everybody, even a POST, because it was not carried out', async () => {
  await using first = await scriptedCenter();
  await using second = await scriptedCenter();
  await using cluster = clientOf([first, second]);
  first.script(json(401, {}));
  expect(await post(cluster.center)).toMatchObject({ status: 200 });
  expect(second.requests).toEqual(['POST /securevm/groups']);
});

test('a secret that one node refuses is not tried on another, because all share their users', async () => {
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

test('one call tries a node that may work again, never a POST', async () => {
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
  // A node-local call is bound to its node, so it does not try another one.
  await cluster.center.GET('/dns');
  expect(first.requests).toHaveLength(2);
  await cluster.center.GET('/securevm');
  await post(cluster.center);
  expect(first.requests.slice(2)).toEqual(['GET /securevm', 'POST /securevm/groups']);
});

test('the retry budget refills with time and with success', () => {
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

test("the client's limit for whole calls applies, however long an attempt may take", async () => {
  await using server = await scriptedCenter();
  await using cluster = clientOf([server], { timeout: { total: 200 } });
  server.script(silence);
  await expect(cluster.center.GET('/securevm')).rejects.toMatchObject({ code: 'timeout' });
});
