import { expect, test } from 'vitest';
import { type CloudLink, clientCredentials, createCloudLink, type RetryEvent } from '../src/index.ts';
import { type Answer, json, reset, scriptedCenter, silence } from './scripted-center.ts';

const credentials = { clientId: 'automation', clientSecret: 'correct horse battery staple' };
const busy = json(503, { message: 'busy' }, { 'Retry-After': '0' });

/** Six bytes, one each 60 ms. */
const drip: Answer = (_request, response) => {
  response.writeHead(200, { 'Content-Type': 'application/octet-stream' });
  let left = 6;
  const timer = setInterval(() => {
    response.write('x');
    left -= 1;
    if (left === 0) {
      clearInterval(timer);
      response.end();
    }
  }, 60);
};

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

test('a call that certainly did not reach the Center is sent again, a POST as well', async () => {
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

test('a call may be told never to be sent again', async () => {
  await using server = await scriptedCenter();
  await using center = clientOf(server.url);
  server.script(busy);
  await expect(center.machines.list({ retry: 0 })).rejects.toMatchObject({ status: 503, attempts: 1 });
  expect(server.requests).toHaveLength(1);
});

test('the pause is the one that the server asks for', async () => {
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

test('a server that goes on failing is not hammered: the budget ends', async () => {
  await using server = await scriptedCenter();
  await using center = clientOf(server.url);
  server.script(busy);
  const began = performance.now();
  for (let index = 0; index < 20; index += 1) await center.machines.list().catch(() => {});
  // 20 calls and the 10 repetitions of the budget, where 40 would be allowed one by one, and one more for
  // each 6 s that it took.
  const refilled = Math.ceil((performance.now() - began) / 6_000);
  expect(server.requests.length).toBeGreaterThanOrEqual(30);
  expect(server.requests.length).toBeLessThanOrEqual(30 + refilled);
});

test('an attempt that takes too long ends, and the next one may succeed', async () => {
  await using server = await scriptedCenter();
  await using center = clientOf(server.url, { timeout: 200 });
  server.script(silence, json(200, [{ uuid: 'u' }]));
  expect(await center.machines.list()).toEqual([{ uuid: 'u' }]);
  expect(server.requests).toHaveLength(2);
});

test('a POST that takes too long is a timeout, and is not sent again', async () => {
  await using server = await scriptedCenter();
  await using center = clientOf(server.url, { timeout: 100 });
  server.script(silence);
  await expect(center.machineGroups.create({ body: { name: 'A' } })).rejects.toMatchObject({
    code: 'timeout',
    attempts: 1,
  });
  expect(server.requests).toHaveLength(1);
});

test('the limit of the whole call counts pauses, too', async () => {
  await using server = await scriptedCenter();
  await using center = clientOf(server.url);
  server.script(json(503, {}, { 'Retry-After': '30' }));
  await expect(center.machines.list({ timeout: { total: 150 } })).rejects.toMatchObject({ code: 'timeout' });
});

test('a total limit that is no shorter than that of an attempt counts in pauses, too', async () => {
  await using server = await scriptedCenter();
  await using center = clientOf(server.url);
  server.script(json(503, {}, { 'Retry-After': '30' }));
  const call = center.machines.list({ timeout: { attempt: 200, total: 200 } });
  await expect(call).rejects.toMatchObject({ code: 'timeout' });
});

test('an operation that is known to be slow is given time', async () => {
  await using server = await scriptedCenter();
  await using center = clientOf(server.url, { timeout: 100 });
  server.script((_request, response) => void setTimeout(() => response.end('[]'), 400));
  expect(await center.cloudProviders.listInventory()).toEqual([]);
});

test('a file has no time limit while it makes progress, and one when it stops', async () => {
  await using server = await scriptedCenter();
  await using center = clientOf(server.url);
  server.script(drip);
  const path = { uuid: 'u' };
  const query = { type: 'RAW', challenge: 'c' };
  expect((await center.machines.downloadKeyFile({ path, query, timeout: 150 })).size).toBe(6);
  server.script((_request, response) => {
    response.writeHead(200, { 'Content-Type': 'application/octet-stream' });
    response.write('x');
  });
  const stuck = center.machines.downloadKeyFile({ path, query, timeout: 150, retry: 0 });
  await expect(stuck).rejects.toMatchObject({ code: 'timeout' });
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
])('%j is a mistake that is named at once', async (option, message) => {
  await using server = await scriptedCenter();
  await using center = clientOf(server.url);
  // The types refuse some of these already.
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

test('plain text is taken for a scalar, and refused for anything else', async () => {
  await using server = await scriptedCenter();
  await using center = clientOf(server.url);
  server.script((_request, response) => {
    response.setHeader('Content-Type', 'text/plain').end('198.51.100.152');
  });
  expect(await center.dhcp.getNextAddress()).toBe('198.51.100.152');
  await expect(center.machines.list()).rejects.toMatchObject({ code: 'malformed_response' });
});
