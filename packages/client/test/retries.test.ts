import diagnostics from 'node:diagnostics_channel';
import type { ServerResponse } from 'node:http';
import { expect, test } from 'vitest';
import { createCore } from '../src/client/create-core.ts';
import { type CloudLink, clientCredentials, createCloudLink, type RetryEvent } from '../src/index.ts';
import { freezeTime } from './frozen-time.ts';
import { type Answer, json, reset, type ScriptedCenter, scriptedCenter } from './scripted-center.ts';

const credentials = { clientId: 'automation', clientSecret: 'correct horse battery staple' };
const busy = json(503, { message: 'busy' }, { 'Retry-After': '0' });

/** Never answers, and tells that it was asked. */
function silent(): { answer: Answer; asked: Promise<void> } {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { answer: () => resolve(), asked: promise };
}

/** A file that the server sends byte by byte, when the test writes one. */
function fileOf(server: ScriptedCenter): { response: Promise<ServerResponse>; write(): Promise<void> } {
  const { promise, resolve } = Promise.withResolvers<ServerResponse>();
  server.script((_request, response) => {
    response.writeHead(200, { 'Content-Type': 'application/octet-stream' });
    resolve(response);
  });
  return {
    response: promise,
    /** Resolves when the client has got the byte. */
    async write() {
      const received = nextPiece();
      (await promise).write('x');
      await received;
    },
  };
}

function nextPiece(): Promise<void> {
  const channel = 'undici:request:bodyChunkReceived';
  return new Promise((resolve) => {
    const listen = (): void => {
      diagnostics.unsubscribe(channel, listen);
      // undici hands it over after it has told.
      setImmediate(resolve);
    };
    diagnostics.subscribe(channel, listen);
  });
}

function clientOf(baseUrl: string, more: object = {}): CloudLink {
  return createCloudLink({ baseUrl, auth: clientCredentials(credentials), ...more });
}

test.each<[string, Answer, (center: CloudLink) => PromiseLike<unknown>, number]>([
  ['a GET after a 503', busy, (center) => center.machines.list(), 2],
  ['a GET after a reset', reset, (center) => center.machines.list(), 2],
  ['a repeatable PUT after a reset', reset, (center) => center.vault.setMode({ body: { auto: true } }), 2],
  ['a POST after a 503', busy, (center) => center.machineGroups.create({ body: { name: 'A' } }), 1],
  ['a POST after a reset', reset, (center) => center.machineGroups.create({ body: { name: 'A' } }), 1],
  ['a GET with side effects', busy, (center) => center.backup.createKey(), 1],
  ['a key rotation', busy, (center) => center.machines.rotateKeys({ path: { uuid: 'u' } }), 1],
  ['a GET after a 404', json(404, {}), (center) => center.machines.list(), 1],
  ['a GET after a 500', json(500, {}), (center) => center.machines.list(), 1],
])('%s is sent as often as the table allows', async (_, answer, call, times) => {
  await using server = await scriptedCenter();
  await using center = clientOf(server.url);
  server.script(answer, json(200, []));
  await Promise.resolve(call(center)).catch(() => {});
  expect(server.requests).toHaveLength(times);
});

test('a call that certainly did not reach the Center is retried, even a POST', async () => {
  const gone = await scriptedCenter();
  await gone.close();
  const retries: RetryEvent[] = [];
  await using center = clientOf(gone.url, { hooks: { onRetry: (event: RetryEvent) => retries.push(event) } });
  await expect(center.machineGroups.create({ body: { name: 'A' } })).rejects.toMatchObject({
    code: 'unreachable',
    notSent: true,
    attempts: 3,
    operationId: 'machineGroups.create',
    node: gone.url,
  });
  expect(retries.map(({ attempt }) => attempt)).toEqual([1, 2]);
});

test('retries can be turned off for a call', async () => {
  await using server = await scriptedCenter();
  await using center = clientOf(server.url);
  server.script(busy);
  await expect(center.machines.list({ retry: 0 })).rejects.toMatchObject({ status: 503, attempts: 1 });
  expect(server.requests).toHaveLength(1);
});

test('the pause follows Retry-After', async () => {
  await using server = await scriptedCenter();
  const pauses: number[] = [];
  await using center = clientOf(server.url, {
    hooks: { onRetry: ({ pause }: RetryEvent) => pauses.push(pause) },
  });
  server.script(json(429, {}, { 'Retry-After': '1' }), json(200, []));
  await center.machines.list();
  expect(pauses).toEqual([1_000]);
});

test('a server that asks for an hour gets an error at once', async () => {
  await using server = await scriptedCenter();
  await using center = clientOf(server.url);
  server.script(json(503, {}, { 'Retry-After': '3600' }));
  await expect(center.machines.list()).rejects.toMatchObject({ code: 'server_error', attempts: 1 });
});

test('the budget limits retries while the server keeps failing', async () => {
  await using server = await scriptedCenter();
  // On a clock that stands still, since time fills the budget again.
  const { core } = createCore({ baseUrl: server.url, auth: clientCredentials(credentials) }, () => 0);
  server.script(busy);
  for (let index = 0; index < 20; index += 1) await core.GET('/securevm');
  await core.close();
  // 20 calls and the 10 repetitions of the budget, where 40 would be allowed one by one.
  expect(server.requests).toHaveLength(30);
});

test('an attempt that times out is retried', async () => {
  await using server = await scriptedCenter();
  using time = freezeTime();
  await using center = clientOf(server.url, { timeout: 40_001 });
  const first = silent();
  server.script(first.answer, json(200, [{ uuid: 'u' }]));
  const call = center.machines.list();
  await first.asked;
  // The time of the attempt, and the pause after it.
  await time.pass(40_001);
  await time.pass(10_000);
  expect(await call).toEqual([{ uuid: 'u' }]);
  expect(server.requests).toHaveLength(2);
});

test('a POST that times out is not retried', async () => {
  await using server = await scriptedCenter();
  using time = freezeTime();
  await using center = clientOf(server.url, { timeout: 40_002 });
  const post = silent();
  server.script(post.answer);
  const failed = expect(center.machineGroups.create({ body: { name: 'A' } })).rejects.toMatchObject({
    code: 'timeout',
    attempts: 1,
  });
  await post.asked;
  await time.pass(40_002);
  await failed;
  expect(server.requests).toHaveLength(1);
});

test.each([
  ['the limit of the whole call', { total: 20_001 }],
  ['a total limit that is at least that of an attempt', { attempt: 20_002, total: 20_002 }],
])('%s includes pauses', async (_, timeout) => {
  await using server = await scriptedCenter();
  using time = freezeTime();
  const pausing = Promise.withResolvers<void>();
  await using center = clientOf(server.url, { hooks: { onRetry: () => pausing.resolve() } });
  server.script(json(503, {}, { 'Retry-After': '30' }));
  const failed = expect(center.machines.list({ timeout })).rejects.toMatchObject({ code: 'timeout' });
  await pausing.promise;
  await time.pass(20_002);
  await failed;
});

test('a slow operation has a longer limit', async () => {
  await using server = await scriptedCenter();
  using time = freezeTime();
  await using center = clientOf(server.url, { timeout: 40_003 });
  const answer = Promise.withResolvers<ServerResponse>();
  server.script((_request, response) => answer.resolve(response));
  const call = center.cloudProviders.listInventory();
  const response = await answer.promise;
  await time.pass(600_000);
  response.end('[]');
  expect(await call).toEqual([]);
});

test('a file has no time limit while it makes progress, and one when it stops', async () => {
  await using server = await scriptedCenter();
  await using center = clientOf(server.url);
  using time = freezeTime();
  const input = { path: { uuid: 'u' }, query: { type: 'RAW', challenge: 'c' }, timeout: 40_004, retry: 0 };
  const dripping = fileOf(server);
  const whole = center.machines.downloadKeyFile(input);
  for (let byte = 0; byte < 6; byte += 1) {
    await dripping.write();
    await time.pass(40_003);
  }
  (await dripping.response).end();
  expect((await whole).size).toBe(6);
  const stopping = fileOf(server);
  const failed = expect(center.machines.downloadKeyFile(input)).rejects.toMatchObject({ code: 'timeout' });
  await stopping.write();
  await time.pass(40_004);
  await failed;
});

test.each([null, 'enough', { name: 'Enough' }])('an abort with %j rejects with it', async (reason) => {
  await using server = await scriptedCenter();
  await using center = clientOf(server.url);
  const controller = new AbortController();
  server.script(() => controller.abort(reason));
  await expect(center.machines.list({ signal: controller.signal })).rejects.toBe(reason);
  expect(server.requests).toHaveLength(1);
});

test('an abort goes before an error of middleware', async () => {
  await using server = await scriptedCenter();
  await using center = clientOf(server.url);
  const controller = new AbortController();
  const reason = new Error('enough');
  center.openapiFetch.use({
    onRequest() {
      controller.abort(reason);
      throw new Error('of the middleware');
    },
  });
  await expect(center.machines.list({ signal: controller.signal })).rejects.toBe(reason);
});

test('a call that may not wait so long costs no retry of others', async () => {
  await using server = await scriptedCenter();
  const { core } = createCore({ baseUrl: server.url, auth: clientCredentials(credentials) }, () => 0);
  server.script(json(503, {}, { 'Retry-After': '3600' }));
  for (let index = 0; index < 10; index += 1) await core.GET('/securevm');
  server.script(busy, json(200, []));
  expect(await core.GET('/securevm')).toMatchObject({ status: 200 });
  await core.close();
});

test('each success allows a tenth of a retry', async () => {
  await using server = await scriptedCenter();
  // On a clock that stands still, since time fills the budget again.
  const { core } = createCore({ baseUrl: server.url, auth: clientCredentials(credentials) }, () => 0);
  const fail = async (): Promise<number> => {
    const before = server.requests.length;
    server.script(busy);
    await core.GET('/securevm');
    return server.requests.length - before;
  };
  // Three attempts each, until the ten retries are used up.
  expect([await fail(), await fail(), await fail(), await fail(), await fail(), await fail()]).toEqual([
    3, 3, 3, 3, 3, 1,
  ]);
  server.script(json(200, []));
  for (let index = 0; index < 11; index += 1) await core.GET('/securevm');
  expect([await fail(), await fail()]).toEqual([2, 1]);
  await core.close();
});

test('an abort ends a pause with its own reason', async () => {
  await using server = await scriptedCenter();
  const controller = new AbortController();
  const reason = new Error('enough');
  await using center = clientOf(server.url, { hooks: { onRetry: () => controller.abort(reason) } });
  server.script(json(503, {}, { 'Retry-After': '30' }));
  await expect(center.machines.list({ signal: controller.signal })).rejects.toBe(reason);
});

test.each([
  [{ timeout: 0 }, /timeout must be a number of milliseconds/],
  [{ timeout: { attempts: 1 } }, /timeout does not take "attempts", only attempt, total/],
  [{ retry: -1 }, /retry must be a whole number/],
  [{ node: 'https://elsewhere.example.com' }, /node must be one of the client's own addresses/],
])('%j is a TypeError at once', async (option, message) => {
  await using server = await scriptedCenter();
  await using center = clientOf(server.url);
  // The types already refuse some of these.
  await expect(center.machines.list(option as object)).rejects.toThrow(message);
  expect(server.requests).toEqual([]);
});

test('withResponse gives data, status and headers, and its failure is the only one to catch', async () => {
  await using server = await scriptedCenter();
  await using center = clientOf(server.url);
  server.script(json(200, [{ uuid: 'u' }], { 'X-Made-Up': 'yes' }), json(404, {}));
  const { data, status, response } = await center.machines.list().withResponse();
  expect({ data, status, header: response.headers.get('x-made-up') }).toEqual({
    data: [{ uuid: 'u' }],
    status: 200,
    header: 'yes',
  });
  await expect(center.machines.list().withResponse()).rejects.toMatchObject({ code: 'not_found' });
});
