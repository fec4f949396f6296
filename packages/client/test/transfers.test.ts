import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { startEmulator } from '@cloudlink-center/emulator';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { clientCredentials, type CloudLink, createCloudLink } from '../src/index.ts';
import { download, downloadByLink, type TransferProgress, upload } from '../src/transfers.ts';
import { freezeTime } from './frozen-time.ts';
import { type Answer, json, scriptedCenter } from './scripted-center.ts';

const SECRET = 'correct horse battery staple';
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'transfers-'));
});
afterEach(() => rm(folder, { recursive: true }));

function clientOf(baseUrl: string, more: object = {}): CloudLink {
  const auth = clientCredentials({ clientId: 'automation', clientSecret: SECRET });
  return createCloudLink({ baseUrl, auth, ...more });
}

/** Parses the form as any server would, and returns the hashes of its parts. */
const hashes: Answer = (request, response) => {
  const pieces: Buffer[] = [];
  request.on('data', (piece: Buffer) => pieces.push(piece));
  request.on('end', () => {
    const headers = { 'Content-Type': request.headers['content-type'] ?? '' };
    void answerWithHashes(new Response(Buffer.concat(pieces), { headers }));
  });

  async function answerWithHashes(received: Response): Promise<void> {
    const parts: [string, unknown][] = [];
    for (const [name, file] of await received.formData())
      parts.push([name, file instanceof File ? { name: file.name, sha256: await sha256(file) } : file]);
    json(200, Object.fromEntries(parts))(request, response);
  }
};

async function sha256(file: Blob): Promise<string> {
  return createHash('sha256')
    .update(Buffer.from(await file.arrayBuffer()))
    .digest('hex');
}

const bytes = randomBytes(300_000);
const digest = createHash('sha256').update(bytes).digest('hex');

test.each([
  ['the path of a file', (path: string) => path, 'licence "1".bin'],
  ['a Blob', () => new Blob([bytes]), 'file'],
  ['a File', () => new File([bytes], 'a.bin'), 'a.bin'],
  ['bytes', () => new Uint8Array(bytes), 'file'],
  ['a stream', () => new Blob([bytes]).stream(), 'file'],
])('%s arrives byte for byte, with its progress', async (_, source, name) => {
  await using server = await scriptedCenter();
  await using center = clientOf(server.url);
  server.script(hashes);
  const path = join(folder, 'licence "1".bin');
  await writeFile(path, bytes);
  const seen: TransferProgress[] = [];
  const answer = await upload(
    center,
    'licenses.upload',
    { file: source(path) },
    { onProgress: (one) => seen.push(one) },
  );
  expect(answer).toEqual({ file: { name, sha256: digest } });
  expect(seen.at(-1)?.transferred).toBe(bytes.length);
});

test('an upload is accepted by the emulator, with the operation and its name', async () => {
  await using emulator = await startEmulator({ clientSecret: SECRET });
  await using center = clientOf(emulator.url, { tls: { ca: emulator.ca } });
  expect(await upload(center, 'licenses.upload', { file: new Uint8Array([1]) })).toBeUndefined();
  expect(emulator.requests.at(-1)).toMatchObject({ path: '/cloudlink/rest/license', status: 201 });
  const refused = upload(center, 'backup.restore', { backup_file: new Uint8Array([1]) });
  await expect(refused).rejects.toMatchObject({ code: 'invalid_request', operationId: 'backup.restore' });
});

test('after a 401 a file is sent again, a stream is not', async () => {
  await using emulator = await startEmulator({ clientSecret: SECRET });
  await using center = clientOf(emulator.url, { tls: { ca: emulator.ca } });
  await center.sessions.whoami();
  emulator.revokeTokens();
  await upload(center, 'licenses.upload', { file: new Blob(['x']) });
  emulator.revokeTokens();
  const streamed = upload(center, 'licenses.upload', { file: new Blob(['x']).stream() });
  await expect(streamed).rejects.toMatchObject({ code: 'unauthorized' });
});

test('a file that does not exist is an error before anything is sent', async () => {
  await using server = await scriptedCenter();
  await using center = clientOf(server.url);
  const missing = upload(center, 'licenses.upload', { file: join(folder, 'none') });
  await expect(missing).rejects.toMatchObject({ code: 'ENOENT' });
  expect(server.requests).toEqual([]);
});

test('a download appears when it is complete', async () => {
  await using server = await scriptedCenter();
  await using center = clientOf(server.url);
  server.script((_request, response) => {
    response.setHeader('Content-Length', bytes.length);
    response.end(bytes);
  });
  const to = join(folder, 'clc1.bak');
  const seen: TransferProgress[] = [];
  const got = await download(center, 'backup.download', to, { onProgress: (one) => seen.push(one) });
  expect(got).toEqual({ path: to, bytes: bytes.length });
  expect((await readFile(to)).equals(bytes)).toBe(true);
  expect(seen.at(-1)).toEqual({ transferred: bytes.length, total: bytes.length });
});

test.each<[string, Answer]>([
  [
    'with a length',
    (_request, response) => {
      response.setHeader('Content-Length', bytes.length);
      response.write(bytes.subarray(0, 1_000), () => response.destroy());
    },
  ],
  [
    'in chunks',
    (_request, response) => void response.write(bytes.subarray(0, 1_000), () => response.destroy()),
  ],
])('a download that is cut off, %s, is an error, and keeps the old file', async (_, cut) => {
  await using server = await scriptedCenter();
  await using center = clientOf(server.url);
  server.script(cut);
  const to = join(folder, 'clc1.bak');
  await writeFile(to, 'the old one');
  const cutOff = download(center, 'backup.download', to, { overwrite: true });
  await expect(cutOff).rejects.toMatchObject({ code: 'unreachable' });
  expect(await readdir(folder)).toEqual(['clc1.bak']);
  expect(await readFile(to, 'utf8')).toBe('the old one');
});

test('an abort during a transfer leaves no file behind', async () => {
  await using server = await scriptedCenter();
  await using center = clientOf(server.url);
  server.script((_request, response) => void response.write(bytes));
  const controller = new AbortController();
  const reason = new Error('enough');
  const aborted = download(center, 'backup.download', join(folder, 'x'), {
    signal: controller.signal,
    onProgress: () => controller.abort(reason),
  });
  await expect(aborted).rejects.toBe(reason);
  expect(await readdir(folder)).toEqual([]);
});

test('a transfer without progress times out', async () => {
  await using server = await scriptedCenter();
  await using center = clientOf(server.url);
  using time = freezeTime();
  server.script((_request, response) => void response.write(bytes.subarray(0, 1_000)));
  const begun = Promise.withResolvers<void>();
  const options = { timeout: 40_001, onProgress: () => begun.resolve() };
  const stuck = download(center, 'backup.download', join(folder, 'x'), options);
  const failed = expect(stuck).rejects.toMatchObject({ code: 'timeout', operationId: 'backup.download' });
  await begun.promise;
  await time.pass(40_001);
  await failed;
});

test('a unique link is created and followed on one node, and is in no log', async () => {
  await using emulator = await startEmulator({ clientSecret: SECRET });
  await using center = clientOf(emulator.url, { tls: { ca: emulator.ca } });
  const to = join(folder, 'backup.pem');
  expect(await downloadByLink(center, 'backup/key', to)).toMatchObject({ path: to });
  expect(await readFile(to, 'utf8')).toContain('emulated');
  expect(emulator.requests.map(({ path }) => path)).toContain('/cloudlink/rest/{link}');
});

test('a response without a valid link is an error', async () => {
  await using server = await scriptedCenter();
  await using center = clientOf(server.url);
  server.script(json(200, { link: '../../etc/passwd' }));
  const followed = downloadByLink(center, 'backup/key', join(folder, 'x'));
  await expect(followed).rejects.toMatchObject({ code: 'malformed_response' });
  expect(server.requests).toHaveLength(1);
});

test.each([
  ['an upload by an operation without files', (center: CloudLink) => upload(center, 'machines.list', {})],
  ['a download by an operation without one', (center: CloudLink) => download(center, 'machines.list', 'x')],
])('%s is a TypeError', async (_, call) => {
  await using server = await scriptedCenter();
  await using center = clientOf(server.url);
  await expect((async () => call(center))()).rejects.toThrow(/machines.list/);
});

test.each(['download', 'upload'])(
  'a token that the response to a failed %s quotes is masked in the error',
  async (kind) => {
    const token = 'canary-token-of-a-transfer';
    await using server = await scriptedCenter(token);
    await using other = createCloudLink({
      baseUrl: server.url,
      auth: clientCredentials({ clientId: 'robot', clientSecret: 'made-up' }),
    });
    server.script((request, response) => {
      request.resume();
      json(400, { message: `you sent ${request.headers.authorization ?? ''}` })(request, response);
    });
    const call =
      kind === 'download'
        ? download(other, 'backup.download', join(folder, 'never'))
        : upload(other, 'licenses.upload', { file: new Uint8Array([1, 2, 3]) });
    const error: unknown = await call.catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'invalid_request', body: { message: 'you sent Bearer [redacted]' } });
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(token);
  },
);
