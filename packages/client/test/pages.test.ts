import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { startEmulator, type Emulator } from '@cloudlink-center/emulator';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  clientCredentials,
  type CloudLink,
  createCloudLink,
  iterateActions,
  iterateEvents,
  iterateKeystoreKeys,
  iterateKmipObjects,
} from '../src/index.ts';
import { json, scriptedCenter } from './scripted-center.ts';

let emulator: Emulator;
let center: CloudLink;

beforeEach(async () => {
  emulator = await startEmulator();
  const { url: baseUrl, clientId, clientSecret, ca } = emulator;
  center = createCloudLink({ baseUrl, auth: clientCredentials({ clientId, clientSecret }), tls: { ca } });
});

afterEach(async () => {
  await center.close();
  await emulator.close();
});

function addEvents(count: number, from = 0): void {
  const { events } = emulator.store.state;
  for (let index = from; index < from + count; index += 1) {
    events.push({ id: `new-${index}`, timestamp: new Date(Date.now() - 60_000 + index).toISOString() });
  }
}

test('events come newest first, each once, page by page', async () => {
  emulator.store.state.events = [];
  addEvents(25);
  const ids: (string | undefined)[] = [];
  for await (const { id } of iterateEvents(center, { pageSize: 10 })) ids.push(id);
  expect(ids).toEqual(Array.from({ length: 25 }, (_, index) => `new-${24 - index}`));
});

test('leaving an iteration ends its requests', async () => {
  emulator.store.state.events = [];
  addEvents(25);
  for await (const { id } of iterateEvents(center, { pageSize: 10 })) if (id === 'new-20') break;
  expect(emulator.requests.filter(({ path }) => path.endsWith('/events'))).toHaveLength(1);
});

test('following returns new events, oldest first, each once', async () => {
  emulator.store.state.events = [];
  addEvents(3);
  const controller = new AbortController();
  const reason = new Error('enough');
  const ids: (string | undefined)[] = [];
  const following = (async () => {
    for await (const { id } of iterateEvents(center, {
      follow: true,
      interval: 20,
      pageSize: 2,
      signal: controller.signal,
    })) {
      ids.push(id);
      if (ids.length === 3) addEvents(2, 3);
      if (ids.length === 5) {
        // One more entry with the time of the last one.
        const { events } = emulator.store.state;
        events.push({ ...events.at(-1), id: 'twin' });
      }
      if (ids.length === 6) controller.abort(reason);
    }
  })();
  await expect(following).rejects.toBe(reason);
  expect(ids).toEqual(['new-0', 'new-1', 'new-2', 'new-3', 'new-4', 'twin']);
});

test('actions of the last minutes', async () => {
  await center.machineGroups.create({ body: { name: 'A' } });
  const old = { id: 'old', start_time: new Date(Date.now() - 3_600_000).toISOString() };
  emulator.store.state.actions.unshift(old);
  const names: (string | undefined)[] = [];
  for await (const { name } of iterateActions(center, { minutes: 5 })) names.push(name);
  expect(names).toEqual(['Add group']);
});

test.each([
  ['begins with the named entry', true],
  ['begins after it', false],
])('keys and objects are returned once if a page %s', async (_, isInclusive) => {
  await using server = await scriptedCenter();
  await using client = createCloudLink({
    baseUrl: server.url,
    auth: clientCredentials({ clientId: 'a', clientSecret: 'correct horse battery staple' }),
  });
  const all = Array.from({ length: 7 }, (__, index) => ({ id: `${index}`, object_id: `${index}` }));
  server.script((request, response) => {
    const query = new URL(request.url ?? '', server.url).searchParams;
    const from = query.get('start_id') ?? query.get('key_id');
    const start = from === null ? 0 : Number(from) + (isInclusive ? 0 : 1);
    json(200, all.slice(start, start + Number(query.get('count'))))(request, response);
  });
  const keys: string[] = [];
  for await (const { object_id } of iterateKeystoreKeys(client, 'K', { pageSize: 3 })) keys.push(object_id);
  const objects: string[] = [];
  for await (const { id } of iterateKmipObjects(client, 'P', { pageSize: 2 })) objects.push(id);
  expect(keys).toEqual(all.map(({ id }) => id));
  expect(objects).toEqual(keys);
});

test('memory does not grow with the number of records', async () => {
  await using server = await scriptedCenter();
  await using client = createCloudLink({
    baseUrl: server.url,
    auth: clientCredentials({ clientId: 'a', clientSecret: 'correct horse battery staple' }),
  });
  const TOTAL = 200_000;
  server.script((request, response) => {
    const query = new URL(request.url ?? '', server.url).searchParams;
    const start = Number(query.get('start_id') ?? -1) + 1;
    const length = Math.min(Number(query.get('count')), TOTAL - start);
    json(
      200,
      Array.from({ length }, (_, index) => ({ id: `${start + index}` })),
    )(request, response);
  });
  let count = 0;
  let early = 0;
  for await (const { id } of iterateKmipObjects(client, 'P', { pageSize: 2_000 })) {
    count += 1;
    if (count === TOTAL / 4) early = heapAfterCollection();
    if (count === TOTAL) expect(id).toBe(String(TOTAL - 1));
  }
  expect(count).toBe(TOTAL);
  // The ids alone of the new entries would be larger than this.
  expect(heapAfterCollection() - early).toBeLessThan(8 * 1024 * 1024);
});

test('a page size of one is a TypeError at once', async () => {
  const keys = iterateKeystoreKeys(center, 'Production-keys', { pageSize: 1 });
  await expect(keys.next()).rejects.toThrow(/pageSize/);
});

function heapAfterCollection(): number {
  setFlagsFromString('--expose-gc');
  // What the flag adds stands only in new contexts.
  const collect = runInNewContext('gc') as () => void;
  collect();
  return process.memoryUsage().heapUsed;
}

test('an entry without an id does not count as new forever', async () => {
  await using server = await scriptedCenter();
  await using client = createCloudLink({
    baseUrl: server.url,
    auth: clientCredentials({ clientId: 'a', clientSecret: 'correct horse battery staple' }),
  });
  // This server ignores the cursor.
  server.script(json(200, [{ name: 'nameless' }, { id: '1' }]));
  const seen: unknown[] = [];
  for await (const event of iterateEvents(client)) seen.push(event);
  expect(seen).toEqual([{ name: 'nameless' }, { id: '1' }]);
});
