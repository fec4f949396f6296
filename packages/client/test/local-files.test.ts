/** Files, streams and blobs that cannot be uploaded as they are. */
import { execFileSync } from 'node:child_process';
import { appendFile, chmod, mkdir, mkdtemp, open, rm, truncate, writeFile } from 'node:fs/promises';
import { openAsBlob } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CloudLink, CloudLinkOptions } from '../src/index.ts';
import type { UploadSource } from '../src/transfers.ts';
import { clientOfServer, failureOf, send } from './local-calls.ts';
import { watch } from './roads.ts';
import { type Answer, json, type ScriptedCenter, scriptedCenter } from './scripted-center.ts';

const MIB = 1024 * 1024;

let folder: string;
let server: ScriptedCenter;
let retries: unknown[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'local-'));
  server = await scriptedCenter();
  retries = [];
});

afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

const clientOf = (more: Partial<CloudLinkOptions> = {}): CloudLink => clientOfServer(server, retries, more);

/** Accepts every request and responds. */
const taken: Answer = (request, response) =>
  void request.resume().once('end', () => json(200, {})(request, response));

test.each<[string, (path: string) => Promise<unknown>, RegExp]>([
  ['a directory', (path) => mkdir(path), /a directory/],
  ['a pipe', async (path) => execFileSync('mkfifo', [path]), /not a regular file/],
])('%s cannot be uploaded, and nothing is sent', async (_, make, message) => {
  await using center = clientOf();
  const path = join(folder, 'source');
  await make(path);
  const error = await send(center, path);
  expect(error).toBeInstanceOf(TypeError);
  expect(String(error)).toMatch(message);
  expect([server.tokenRequests, server.requests]).toEqual([0, []]);
});

test.each(['/dev/zero', '/proc/self/status', '/proc/self'])(
  '%s cannot be uploaded, and nothing is sent',
  async (path) => {
    await using center = clientOf();
    expect(await send(center, path)).toBeInstanceOf(TypeError);
    expect([server.tokenRequests, server.requests]).toEqual([0, []]);
  },
);

test('a file that cannot be read is an error of Node before anything is sent', async () => {
  await using center = clientOf();
  const path = join(folder, 'source');
  await writeFile(path, 'x');
  expect(await send(center, join(path, 'below'))).toMatchObject({ code: 'ENOTDIR' });
  expect(await send(center, '/proc/self/mem')).toMatchObject({ code: 'EIO' });
  await chmod(path, 0);
  expect(await asNobody(() => send(center, path))).toMatchObject({ code: 'EACCES' });
  expect([server.tokenRequests, server.requests]).toEqual([0, []]);
});

/** Root may read everything. */
async function asNobody<Result>(run: () => Promise<Result>): Promise<Result> {
  if (process.getuid?.() !== 0) return run();
  await chmod(folder, 0o755);
  process.seteuid?.(65_534);
  try {
    return await run();
  } finally {
    process.seteuid?.(0);
  }
}

test.each<[string, number, (path: string) => Promise<unknown>]>([
  ['grows', 4 * MIB, (path) => appendFile(path, 'more')],
  ['shrinks', 4 * MIB, (path) => truncate(path, MIB)],
  ['becomes empty', 4 * MIB, (path) => truncate(path, 0)],
])('a file that %s while it is sent is an error, and is not retried', async (_, size, change) => {
  await using center = clientOf();
  server.script(taken);
  const path = join(folder, 'source');
  await writeFile(path, Buffer.alloc(size));
  let changing: Promise<unknown> | undefined;
  // The head has been sent by the time of the first progress, and most of the file has not been read.
  const error = await send(center, path, { onProgress: () => void (changing ??= change(path)) });
  await changing;
  expect(error).toBeInstanceOf(TypeError);
  expect(String(error)).toMatch(/changed while it was sent/);
  expect([retries, server.requests.length]).toEqual([[], 1]);
});

test('a file that changes between the check and the upload is an error', async () => {
  await using center = clientOf();
  server.script(taken);
  const path = join(folder, 'source');
  await writeFile(path, '');
  const sending = send(center, path);
  const second = open(path, 'a');
  const file = await second;
  // While the client signs in.
  await file.writeFile('x');
  await file.close();
  const error = await sending;
  // Either check may have found it.
  expect(error).toBeInstanceOf(TypeError);
});

const failing = (error: unknown, after = MIB): ReadableStream<Uint8Array> => {
  let sent = 0;
  return new ReadableStream({
    pull(controller) {
      if (sent >= after) throw error;
      sent += 65_536;
      controller.enqueue(new Uint8Array(65_536));
    },
  });
};

test.each<[string, unknown]>([
  ['an error', new Error('the tape is torn')],
  ['an error with a code of the network', Object.assign(new Error('inner'), { code: 'ECONNREFUSED' })],
  ['a TypeError with a cause', new TypeError('mine', { cause: new Error('inner') })],
  ['something that is not an error', 'torn'],
])('an upload rejects with what its stream throws after 1 MB: %s', async (_, reason) => {
  for (const more of [{}, { fetch: (request: Request) => fetch(request) }]) {
    await using center = clientOf(more);
    server.script(taken);
    expect(await send(center, failing(reason))).toBe(reason);
    expect(await send(center, failing(reason, 0))).toBe(reason);
  }
  expect(retries).toEqual([]);
});

test.each<[string, () => unknown]>([
  ['pieces of text', () => new ReadableStream({ start: (controller) => controller.enqueue('text') })],
  ['numbers', () => new ReadableStream({ start: (controller) => controller.enqueue(7) })],
  [
    'a reader already',
    () => {
      const stream = new Blob(['x']).stream();
      stream.getReader();
      return stream;
    },
  ],
  ['nothing in common with a file', () => ({ size: 1 })],
  ['a number', () => 7],
])('a source that is or produces %s is a TypeError', async (_, source) => {
  await using center = clientOf();
  server.script(taken);
  expect(await send(center, source() as UploadSource)).toBeInstanceOf(TypeError);
  expect(retries).toEqual([]);
});

test('an error thrown by onProgress ends the upload unchanged', async () => {
  await using center = clientOf();
  server.script(taken);
  const reason = new TypeError('mine', { cause: 'inner' });
  const onProgress = (): never => {
    throw reason;
  };
  expect(await send(center, new Uint8Array(10), { onProgress })).toBe(reason);
});

test.each<[string, (center: CloudLink) => CloudLink]>([
  ['a named call', (center) => center],
  ['a watched call', watch],
])('a changed file behind a Blob is an error of %s, and the process continues', async (_, prepare) => {
  await using center = prepare(clientOf());
  const path = join(folder, 'source');
  await writeFile(path, 'x'.repeat(100_000));
  const file = await openAsBlob(path);
  await appendFile(path, 'more');
  const error = await failureOf(center.licenses.upload({ body: { file } }));
  expect(error).toMatchObject({ name: 'NotReadableError' });
  expect(await send(center, file)).toMatchObject({ name: 'NotReadableError' });
  expect(retries).toEqual([]);
});
