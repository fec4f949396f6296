/** Tests responses that are encoded and cut off, or nested too deeply. */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { clientCredentials, type CloudLink, createCloudLink } from '../src/index.ts';
import { download, upload } from '../src/transfers.ts';
import { encoded, withStatus } from './hostile-bodies.ts';
import { watch } from './roads.ts';
import { type Answer, scriptedCenter } from './scripted-center.ts';

function clientOf({ url }: { url: string }): CloudLink {
  const auth = clientCredentials({ clientId: 'robot', clientSecret: 'made-up' });
  return createCloudLink({ baseUrl: url, auth, retry: 0 });
}

const file = randomBytes(200_000);
const asFile =
  (encoding: string, bytes: Buffer): Answer =>
  (_request, response) =>
    response
      .writeHead(200, { 'Content-Type': 'application/octet-stream', 'Content-Encoding': encoding })
      .end(bytes);
const ENCODERS = {
  gzip: gzipSync,
  br: brotliCompressSync,
  deflate: deflateSync,
  'raw deflate': deflateRawSync,
  'deflate, gzip': (bytes: Buffer) => gzipSync(deflateSync(bytes)),
  'gzip, br': (bytes: Buffer) => brotliCompressSync(gzipSync(bytes)),
} as const;

const ROADS = {
  'a named Blob': async (center: CloudLink) => (await center.backup.download()).size,
  'a watched Blob': async (center: CloudLink) => (await watch(center).backup.download()).size,
  'openapiFetch as a Blob': async (center: CloudLink) =>
    (await center.openapiFetch.GET('/backup', { parseAs: 'blob' })).data?.size,
  'openapiFetch as a stream': async (center: CloudLink) => {
    const { data } = await center.openapiFetch.GET('/backup', { parseAs: 'stream' });
    return (await new Response(data).arrayBuffer()).byteLength;
  },
  'a download': async (center: CloudLink) => {
    const folder = await mkdtemp(join(tmpdir(), 'broken-'));
    try {
      return (await download(center, 'backup.download', join(folder, 'x'))).bytes;
    } catch (error) {
      expect(await readdir(folder)).toEqual([]);
      throw error;
    } finally {
      await rm(folder, { recursive: true });
    }
  },
} as const;

const CELLS = Object.keys(ENCODERS).flatMap((encoding) =>
  Object.keys(ROADS).map((road) => [encoding, road] as [keyof typeof ENCODERS, keyof typeof ROADS]),
);

test.each(CELLS)('%s is an error when cut off, and decoded when complete: %s', async (name, road) => {
  await using server = await scriptedCenter();
  await using center = clientOf(server);
  const encoding = name.replace('raw ', '');
  const bytes = ENCODERS[name](file);
  server.script(asFile(encoding, bytes));
  expect(await ROADS[road](center)).toBe(file.length);
  for (const length of [10, bytes.length >> 1, bytes.length - 9, bytes.length - 1]) {
    server.script(asFile(encoding, bytes.subarray(0, length)));
    const failure: unknown = await ROADS[road](center).catch((error: unknown) => error);
    // openapi-fetch's own calls fail as fetch does.
    expect(failure).toMatchObject(
      road.startsWith('openapiFetch') ? { name: 'TypeError' } : { code: 'unreachable' },
    );
  }
});

test('an error response with a cut-off encoding is reported as cut off', async () => {
  await using server = await scriptedCenter();
  await using center = clientOf(server);
  server.script(withStatus(403, encoded('gzip', gzipSync('"no"').subarray(0, 15))));
  const bytes = new Uint8Array([1]);
  for (const call of [
    () => center.machines.list(),
    () => watch(center).machines.list(),
    () => download(center, 'backup.download', join(tmpdir(), 'never-there')),
    () => upload(center, 'licenses.upload', { file: bytes }),
  ])
    await expect(call()).rejects.toMatchObject({ code: 'unreachable' });
});

test.each([
  ['calls', (center: CloudLink) => center.machines.list()],
  ['watched calls', (center: CloudLink) => watch(center).machines.list()],
  ['uploads', (center: CloudLink) => upload(center, 'licenses.upload', { file: new Uint8Array([1]) })],
])('%s accept a status and a reason phrase that no Response can be created with', async (_, call) => {
  await using server = await scriptedCenter();
  await using center = clientOf(server);
  // Written as Latin-1, and read as UTF-8.
  const phrase = Buffer.from('\u2713').toString('latin1');
  const answer =
    (status: number): Answer =>
    (request, response) => {
      request.resume();
      response.writeHead(status, phrase, { 'Content-Type': 'application/json' }).end('[]');
    };
  server.script(answer(200));
  await call(center);
  server.script(answer(799));
  await expect(call(center)).rejects.toMatchObject({ code: 'server_error', status: 799 });
});

const DEEP = 100_000;
const DEPTHS = {
  lists: '['.repeat(DEEP) + ']'.repeat(DEEP),
  objects: '{"a":'.repeat(DEEP) + '1' + '}'.repeat(DEEP),
  'lists with spaces': '[ '.repeat(DEEP) + ' ]\n'.repeat(DEEP),
  'lists beside strings that close them': '["]]]",'.repeat(DEEP) + '1' + ']'.repeat(DEEP),
  'lists beside strings with quotes': '["\\"]\\\\",'.repeat(DEEP) + '1' + ']'.repeat(DEEP),
} as const;
const text = (status: number, body: string): Answer =>
  withStatus(status, encoded('identity', Buffer.from(body)));

test.each(Object.entries(DEPTHS))(
  '%s that are nested too deeply are an error, and not a RangeError',
  async (_, body) => {
    await using server = await scriptedCenter();
    await using center = clientOf(server);
    const calls = [
      () => center.machines.list(),
      () => upload(center, 'licenses.upload', { file: new Uint8Array([1]) }),
      () => watch(center).machines.list(),
    ];
    for (const call of calls) {
      server.script(text(200, body));
      await expect(call()).rejects.toMatchObject({ code: 'malformed_response', status: 200 });
      for (const [status, code] of [
        [400, 'invalid_request'],
        [500, 'server_error'],
      ] as const) {
        server.script(text(status, body));
        await expect(call()).rejects.toMatchObject({ code, status });
      }
    }
    const { data } = await center.openapiFetch.GET('/securevm').catch((error: unknown) => ({ data: error }));
    expect(data).not.toBeInstanceOf(RangeError);
  },
);

test('a 403 leaves out authorities that are nested too deeply', async () => {
  await using server = await scriptedCenter();
  await using center = clientOf(server);
  server.script((request, response) => {
    const isWho = request.url === '/cloudlink/rest/auth';
    text(isWho ? 200 : 403, isWho ? `{"authorities":[${DEPTHS.lists}]}` : '{}')(request, response);
  });
  await expect(center.machines.list()).rejects.toMatchObject({ code: 'forbidden', authorities: undefined });
});

test('a token in JSON that is nested too deeply is refused', async () => {
  await using server = await scriptedCenter('made-up', text(200, `{"access_token":${'['.repeat(20_000)}`));
  await using center = clientOf(server);
  await expect(center.machines.list()).rejects.toMatchObject({ code: 'sign_in_failed' });
});

test('JSON within the nesting limit is data, and brackets in a string do not count', async () => {
  await using server = await scriptedCenter();
  await using center = clientOf(server);
  for (const body of [
    '['.repeat(900) + ']'.repeat(900),
    JSON.stringify('[[{'.repeat(5_000) + ']]}'.repeat(5_000)),
  ]) {
    server.script(text(200, body));
    expect(JSON.stringify(await center.machines.list())).toBe(body);
  }
});

test('plain text is accepted for a scalar, and rejected for anything else', async () => {
  await using server = await scriptedCenter();
  await using center = clientOf(server);
  server.script((_request, response) => {
    response.setHeader('Content-Type', 'text/plain').end('198.51.100.152');
  });
  expect(await center.dhcp.getNextAddress()).toBe('198.51.100.152');
  await expect(center.machines.list()).rejects.toMatchObject({ code: 'malformed_response' });
});

test.each([
  [{ 'Content-Type': 'text/plain; charset=utf-8' }, true],
  [{ 'Content-Type': 'text/html' }, false],
  [{}, false],
])('a scalar with the headers %j may be plain text: %s', async (headers, may) => {
  await using server = await scriptedCenter();
  await using center = clientOf(server);
  server.script((_request, response) => response.writeHead(200, headers).end('198.51.100.152'));
  const outcome: unknown = await center.dhcp.getNextAddress().catch((error: { code: unknown }) => error.code);
  expect(outcome).toBe(may ? '198.51.100.152' : 'malformed_response');
});
