/**
 * Tests the limits of what is held in memory of a response, on every road: size as sent, size decoded, number
 * of encodings, and time.
 */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { clientCredentials, type CloudLink, type CloudLinkOptions, createCloudLink } from '../src/index.ts';
import { download, upload } from '../src/transfers.ts';
import { encoded, hostileBodies, withStatus } from './hostile-bodies.ts';
import { watch } from './roads.ts';
import { json, type ScriptedCenter, scriptedCenter } from './scripted-center.ts';

const LIMIT = 1024 * 1024;
const BODIES = hostileBodies(8);
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bounded-'));
});
afterEach(() => rm(folder, { recursive: true }));

function clientOf({ url }: { url: string }, more: Partial<CloudLinkOptions> = {}): CloudLink {
  const auth = clientCredentials({ clientId: 'robot', clientSecret: 'made-up' });
  return createCloudLink({ baseUrl: url, auth, maxResponseBytes: LIMIT, retry: 2, ...more });
}

type Road = {
  readonly client?: (server: ScriptedCenter) => Partial<CloudLinkOptions>;
  readonly status?: number;
  call(center: CloudLink): Promise<unknown>;
};

const ownFetch = (): Partial<CloudLinkOptions> => ({ fetch: (request) => fetch(request) });
const ROADS: Readonly<Record<string, Road>> = {
  'a path-string call': { call: (center) => center.GET('/securevm') },
  'the error of one': { status: 500, call: (center) => center.GET('/securevm') },
  'an error that passes': { status: 503, call: (center) => center.GET('/securevm') },
  'a named call': { call: (center) => center.machines.list() },
  'the Blob of a named call': { call: (center) => center.backup.download() },
  'a watched call': { call: (center) => watch(center).machines.list() },
  'the error of a watched call': { status: 400, call: (center) => watch(center).machines.list() },
  'the Blob of a watched call': { call: (center) => watch(center).backup.download() },
  openapiFetch: { call: (center) => center.openapiFetch.GET('/securevm') },
  'the error of openapiFetch': { status: 404, call: (center) => center.openapiFetch.GET('/securevm') },
  'the error of openapiFetch as a stream': {
    status: 404,
    call: (center) => center.openapiFetch.GET('/securevm', { parseAs: 'stream' }),
  },
  'openapiFetch with its own fetch': {
    call: (center) => center.openapiFetch.GET('/securevm', { fetch: (request) => fetch(request) }),
  },
  'the fetch of a page': { client: ownFetch, call: (center) => center.machines.list() },
  'the fetch of a page, watched': { client: ownFetch, call: (center) => watch(center).machines.list() },
  'the fetch of a page, a Blob': { client: ownFetch, call: (center) => center.backup.download() },
  'the fetch of a page, openapiFetch': {
    client: ownFetch,
    call: (center) => center.openapiFetch.GET('/securevm'),
  },
  'the error of a download': {
    status: 403,
    call: (center) => download(center, 'backup.download', join(folder, 'x')),
  },
  'the answer to an upload': {
    call: (center) => upload(center, 'licenses.upload', { file: new Uint8Array([1]) }),
  },
  'the error of an upload': {
    status: 400,
    call: (center) => upload(center, 'licenses.upload', { file: new Uint8Array([1]) }),
  },
  'the error of a download over the fetch of a page': {
    client: ownFetch,
    status: 403,
    call: (center) => download(center, 'backup.download', join(folder, 'x')),
  },
};
const CELLS = Object.keys(ROADS).flatMap((road) => Object.keys(BODIES).map((body) => [road, body] as const));

test.each(CELLS)('%s: %s', async (roadName, bodyName) => {
  const road = ROADS[roadName];
  const body = BODIES[bodyName];
  if (road === undefined || body === undefined) throw new Error('no such cell');
  await using server = await scriptedCenter();
  await using center = clientOf(server, road.client?.(server));
  server.script(withStatus(road.status ?? 200, body));
  await expect(road.call(center)).rejects.toMatchObject({ code: 'response_too_large' });
  expect(server.requests).toHaveLength(1);
  expect(await readdir(folder)).toEqual([]);
});

test('the error names the limit, the option and the call, but no parameter value', async () => {
  await using server = await scriptedCenter();
  await using center = clientOf(server);
  server.script(encoded('gzip', gzipSync(Buffer.alloc(2 * LIMIT))));
  await expect(center.machineGroups.get({ path: { name: 'secret-group' } })).rejects.toMatchObject({
    code: 'response_too_large',
    operationId: 'machineGroups.get',
    status: 200,
    notSent: false,
    message: expect.stringMatching(/larger than 1048576 bytes.*maxResponseBytes/) as string,
  });
});

test('a response of exactly the limit is accepted, plain and encoded', async () => {
  await using server = await scriptedCenter();
  await using center = clientOf(server);
  const body = Buffer.from(`"${'x'.repeat(LIMIT - 2)}"`);
  const roads = [
    () => center.GET('/securevm'),
    () => watch(center).GET('/securevm'),
    () => center.openapiFetch.GET('/securevm'),
  ];
  for (const send of roads) {
    for (const answer of [encoded('identity', body), encoded('gzip, gzip', gzipSync(gzipSync(body)))]) {
      server.script(answer);
      expect((await send()).data).toHaveLength(LIMIT - 2);
    }
  }
});

test.each([
  ['openapiFetch', {}],
  ["openapiFetch over the caller's fetch", ownFetch()],
])('%s reads a stream of any size, because nothing holds it in memory', async (_, more) => {
  await using server = await scriptedCenter();
  await using center = clientOf(server, more);
  server.script(encoded('gzip', gzipSync(Buffer.alloc(8 * LIMIT))));
  const { data } = await center.openapiFetch.GET('/backup', { parseAs: 'stream' });
  let length = 0;
  for await (const piece of data as ReadableStream<Uint8Array>) length += piece.length;
  expect(length).toBe(8 * LIMIT);
});

test.each([['a call'], ['a watched call'], ['openapiFetch']])(
  'too many encodings are refused: %s',
  async (road) => {
    await using server = await scriptedCenter();
    await using center = clientOf(server);
    const names = Array<string>(6).fill('gzip').join(', ');
    let bytes = Buffer.from('[]');
    for (let count = 0; count < 6; count += 1) bytes = gzipSync(bytes);
    server.script(encoded(names, bytes));
    if (road === 'a watched call') watch(center);
    const answer = road === 'openapiFetch' ? center.openapiFetch.GET('/securevm') : center.GET('/securevm');
    await expect(answer).rejects.toMatchObject({ code: 'malformed_response' });
    expect(server.requests).toHaveLength(1);
  },
);

// 3.9 GB, of which the highest limit lets half a gigabyte through.
const slow = encoded(
  'gzip, gzip',
  gzipSync(Buffer.concat(Array<Buffer>(60).fill(gzipSync(Buffer.alloc(64 * LIMIT))))),
);
test.each([
  ['a call', (center: CloudLink) => center.machines.list({ timeout: { total: 100 } })],
  ['a watched call', (center: CloudLink) => watch(center).machines.list({ timeout: { total: 100 } })],
])('the time limit includes decoding: %s', async (_, call) => {
  await using server = await scriptedCenter();
  await using center = clientOf(server, { maxResponseBytes: 536_870_888 });
  await center.sessions.whoami();
  server.script(slow);
  await expect(call(center)).rejects.toMatchObject({ code: 'timeout' });
});

test('an abort ends the decoding of openapiFetch', async () => {
  await using server = await scriptedCenter();
  await using center = clientOf(server, { maxResponseBytes: 536_870_888 });
  server.script(slow);
  const controller = new AbortController();
  const reason = new Error('enough');
  center.openapiFetch.use({ onResponse: () => void setTimeout(() => controller.abort(reason), 20) });
  const call = center.openapiFetch.GET('/securevm', { signal: controller.signal });
  await expect(call).rejects.toBe(reason);
});

test.each(Object.entries(hostileBodies(1)))(
  'a token response has its own small limit: %s',
  async (_, body) => {
    await using server = await scriptedCenter('made-up', body);
    const codes: unknown[] = [];
    for (const more of [{}, ownFetch()]) {
      await using center = clientOf(server, more);
      codes.push(await center.machines.list().catch((error: { code: unknown }) => error.code));
    }
    expect(codes).toEqual(['response_too_large', 'response_too_large']);
    expect(server.requests).toEqual([]);
    expect(server.tokenRequests).toBe(2);
  },
);

test('the response to a logout has the same limit', async () => {
  await using server = await scriptedCenter();
  await using center = clientOf(server);
  await center.machines.list();
  server.script(encoded('gzip', gzipSync(Buffer.alloc(LIMIT))));
  await expect(center.logout()).rejects.toMatchObject({ code: 'response_too_large' });
});

test.each([0, -1, 1.5, Number.NaN, Infinity, 536_870_889, '1'])(
  'maxResponseBytes %s is a TypeError',
  (maxResponseBytes) => {
    const options = { maxResponseBytes } as Partial<CloudLinkOptions>;
    expect(() => clientOf({ url: 'https://clc.example.com' }, options)).toThrow(TypeError);
  },
);

test('ordinary responses are below the default limit', async () => {
  await using server = await scriptedCenter();
  const auth = clientCredentials({ clientId: 'robot', clientSecret: 'made-up' });
  await using center = createCloudLink({ baseUrl: server.url, auth });
  const machines = Array.from({ length: 50_000 }, (_, count) => ({ name: `db${count}` }));
  server.script(json(200, machines));
  expect(await center.machines.list()).toHaveLength(50_000);
});
