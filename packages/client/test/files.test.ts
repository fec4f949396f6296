/**
 * Tests that only files are saved, and that existing files are replaced only on request. Partial files of
 * killed processes are tested in `files.built.test.ts`.
 */
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { clientCredentials, type CloudLink, type CloudLinkOptions, createCloudLink } from '../src/index.ts';
import { download, downloadByLink, upload } from '../src/transfers.ts';
import { type Answer, json, type ScriptedCenter, scriptedCenter } from './scripted-center.ts';

let folder: string;
let server: ScriptedCenter;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'files-'));
  server = await scriptedCenter();
});
afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

function clientOf(more: Partial<CloudLinkOptions> = {}): CloudLink {
  const auth = clientCredentials({ clientId: 'robot', clientSecret: 'made-up' });
  return createCloudLink({ baseUrl: server.url, auth, ...more });
}

const answer =
  (type: string | undefined, body: string | Uint8Array, status = 200): Answer =>
  (_request, response) =>
    response.writeHead(status, type === undefined ? {} : { 'Content-Type': type }).end(body);

const HTML = '<!DOCTYPE html><html><body>Please log in</body></html>';
const PEM = `-----BEGIN PRIVATE KEY-----\n${'MIIEvQIBADANBgkqhkiG9w0BAQ/'.repeat(3)}\n-----END PRIVATE KEY-----\n`;

const NO_FILES: Readonly<Record<string, Answer>> = {
  'a login page': answer('text/html; charset=utf-8', HTML),
  'a login page without a type': answer(undefined, `\n${HTML}`),
  'a login page in text': answer('text/plain', HTML),
  'an XHTML page': answer('application/xhtml+xml', '<?xml version="1.0"?><html/>'),
  'a message in JSON': answer('application/json', '{"state":"not ready"}'),
  'a JSON problem message': answer('application/problem+json', '{"title":"no"}'),
  'a message in JSON without a type': answer(undefined, '{"state":"not ready"}'),
  'a list in JSON without a type': answer(undefined, '[{"state":"not ready"}]'),
  'a message in text': answer('text/plain', 'The backup is not ready.'),
  'a message in XML': answer('application/xml', '<error/>'),
  'a picture': answer('image/png', '\u0089PNG'),
  'zero bytes': answer('application/octet-stream', ''),
  'zero bytes without a type': answer(undefined, ''),
  'zero bytes, encoded': (_request, response) =>
    response
      .writeHead(200, { 'Content-Type': 'application/octet-stream', 'Content-Encoding': 'gzip' })
      .end(gzipSync('')),
  'no content': answer(undefined, '', 204),
  'an acceptance': answer('application/octet-stream', 'later', 202),
  'a part of a file': answer('application/octet-stream', 'half', 206),
};
const FILES: Readonly<Record<string, Answer>> = {
  'bytes as the specification says': answer('application/octet-stream', 'bytes'),
  'bytes that look like a page, with the type of bytes': answer('application/octet-stream', HTML),
  'bytes without a type': answer(undefined, 'bytes'),
  'an archive': answer('application/zip', 'PK'),
  'a certificate': answer('application/x-pem-file', PEM),
  'a key in text': answer('text/plain', PEM),
};

const ROADS: Readonly<Record<string, (center: CloudLink) => Promise<unknown>>> = {
  'a download': async (center) => {
    const to = join(folder, 'clc1.bak');
    await download(center, 'backup.download', to);
    return readFile(to, 'utf8');
  },
  'a download by link': async (center) => {
    const to = join(folder, 'key.pem');
    await downloadByLink(center, 'backup/key', to);
    return readFile(to, 'utf8');
  },
  'a named call': async (center) => (await center.backup.download()).text(),
  'a watched call': async (center) => {
    center.openapiFetch.use({ onRequest: () => undefined });
    return (await center.backup.download()).text();
  },
};
const cells = (answers: object): [string, string][] =>
  Object.keys(ROADS).flatMap((road) => Object.keys(answers).map((name): [string, string] => [road, name]));

/** Returns a link for each request. */
const linked =
  (file: Answer | undefined): Answer =>
  (request, response) => {
    const isLink = request.url === '/cloudlink/rest/auth/backup/key';
    (isLink ? json(200, { link: `link${'0'.repeat(64)}` }) : file)?.(request, response);
  };

test.each(cells(NO_FILES))('%s rejects %s, and leaves no file', async (road, name) => {
  for (const more of [{}, { fetch: (request: Request) => fetch(request) }]) {
    await using center = clientOf(more);
    server.script(linked(NO_FILES[name]));
    await expect(ROADS[road]?.(center)).rejects.toMatchObject({ code: 'malformed_response' });
    expect(await readdir(folder)).toEqual([]);
  }
});

test.each(cells(FILES))('%s accepts %s', async (road, name) => {
  await using center = clientOf();
  server.script(linked(FILES[name]));
  expect(await ROADS[road]?.(center)).toBeTruthy();
});

test.each([
  ['application/zip', 'application/zip'],
  [undefined, ''],
])('a file of the type %s is a Blob of that type', async (type, want) => {
  await using center = clientOf();
  server.script(answer(type, 'PK'));
  expect((await center.backup.download()).type).toBe(want);
});

test.each([300, 404, 503])(
  'a named call for a file that fails with %i has the error of that status',
  async (status) => {
    await using center = clientOf({ retry: 0 });
    server.script(answer('application/octet-stream', 'bytes', status));
    await expect(center.backup.download()).rejects.toMatchObject({
      status,
      code: { 300: 'unexpected_status', 404: 'not_found', 503: 'server_error' }[status],
    });
  },
);

test('text that the Center turns into a file is a file', async () => {
  await using center = clientOf();
  server.script(answer('text/plain', 'just text'));
  const query = { filename: 'a', fileextension: 'txt', filecontent: 'just text' };
  const to = join(folder, 'a.txt');
  expect(await download(center, 'links.createFile', to, { query })).toMatchObject({ bytes: 9 });
});

test('the error describes the response, and masks possible keys in it', async () => {
  await using center = clientOf();
  server.script(answer('application/json', JSON.stringify({ key: PEM })));
  const refused = center.backup.createKey();
  await expect(refused).rejects.toThrow(
    /GET \/backup\/key returned 200, but the body is not a file \(application\/json\)/,
  );
  const error: unknown = await refused.catch((reason: unknown) => reason);
  expect(`${String(error)}${JSON.stringify((error as { body: unknown }).body)}`).not.toContain('MIIEvQ');
});

test.each([
  ['a login page', 'text/html', HTML],
  ['cut JSON', 'application/json', '{"cut":'],
])('an upload whose response is %s rejects with a typed error', async (_, type, body) => {
  await using center = clientOf();
  server.script(answer(type, body));
  const sent = upload(center, 'licenses.upload', { file: new Uint8Array([1]) });
  await expect(sent).rejects.toMatchObject({ code: 'malformed_response', operationId: 'licenses.upload' });
  server.script(answer(type, body));
  const named = center.licenses.upload({ body: { file: new Blob(['x']) } });
  await expect(named).rejects.toMatchObject({ code: 'malformed_response' });
});

const KEY = FILES['a key in text'] ?? json(200, {});

test.each([
  [
    'download',
    (center: CloudLink, to: string, more: object) => download(center, 'backup.createKey', to, more),
  ],
  [
    'downloadByLink',
    (center: CloudLink, to: string, more: object) => downloadByLink(center, 'backup/key', to, more),
  ],
])('%s keeps an existing file unless overwrite is set, and requests nothing', async (_, fetchTo) => {
  await using center = clientOf();
  server.script(linked(KEY));
  const to = join(folder, 'key.pem');
  await writeFile(to, 'the old key');
  await expect(fetchTo(center, to, {})).rejects.toMatchObject({ code: 'EEXIST', path: to });
  await expect(fetchTo(center, to, { overwrite: false })).rejects.toMatchObject({ code: 'EEXIST' });
  expect([await readFile(to, 'utf8'), server.requests]).toEqual(['the old key', []]);
  await fetchTo(center, to, { overwrite: true });
  expect(await readFile(to, 'utf8')).toBe(PEM);
  expect(await readdir(folder)).toEqual(['key.pem']);
});

test('a file that is created during the download is kept, and so is the downloaded data', async () => {
  await using center = clientOf();
  const to = join(folder, 'key.pem');
  server.script((request, response) => void writeFile(to, 'of another').then(() => KEY(request, response)));
  const error: unknown = await download(center, 'backup.createKey', to).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: 'EEXIST' });
  expect(await readFile(to, 'utf8')).toBe('of another');
  const part = (await readdir(folder)).find((name) => name.endsWith('.part')) ?? '';
  expect(await readFile(join(folder, part), 'utf8')).toBe(PEM);
  expect(String(error)).toContain(part);
});

test.each<[string, (to: string) => Promise<unknown>, object, object]>([
  ['a directory', (to) => mkdir(to), { overwrite: true }, { code: 'EISDIR' }],
  ['a directory, not to be replaced', (to) => mkdir(to), {}, { code: 'EEXIST' }],
  ['a dangling link', (to) => symlink(join(folder, 'none'), to), {}, { code: 'EEXIST' }],
  ['a pipe', async (to) => execFileSync('mkfifo', [to]), { overwrite: true }, { name: 'TypeError' }],
])('a target that is %s is an error at once', async (_, make, options, failure) => {
  await using center = clientOf();
  const to = join(folder, 'target');
  await make(to);
  await expect(download(center, 'backup.createKey', to, options)).rejects.toMatchObject(failure);
  expect([server.requests, server.tokenRequests]).toEqual([[], 0]);
});

test('a target in a missing or read-only folder is an error at once', async () => {
  await using center = clientOf();
  const nowhere = download(center, 'backup.createKey', join(folder, 'none', 'x'));
  await expect(nowhere).rejects.toMatchObject({ code: 'ENOENT' });
  const kept = join(folder, 'kept');
  await mkdir(kept);
  await chmod(kept, 0o500);
  // Root may write everywhere.
  if (process.getuid?.() !== 0)
    await expect(download(center, 'backup.createKey', join(kept, 'x'))).rejects.toMatchObject({
      code: 'EACCES',
    });
  expect(server.tokenRequests).toBe(0);
});

test('a partial file of an earlier process with the same number is recognized', async () => {
  await using center = clientOf();
  const to = join(folder, 'clc1.bak');
  server.script((_request, response) => void response.writeHead(200).write('x'.repeat(1_000)));
  const controller = new AbortController();
  let part = '';
  const onProgress = (): void => {
    [part = ''] = readdirSync(folder);
    controller.abort();
  };
  await download(center, 'backup.download', to, { signal: controller.signal, onProgress }).catch(() => {});
  await writeFile(join(folder, part), 'of a life before');
  await utimes(join(folder, part), 1, 1);
  server.script(FILES['an archive'] ?? json(200, {}));
  await download(center, 'backup.download', to);
  expect(await readdir(folder)).toEqual(['clc1.bak']);
});

test('of two simultaneous downloads to one path, one succeeds and the other fails', async () => {
  await using center = clientOf();
  const to = join(folder, 'clc1.bak');
  server.script(answer('application/octet-stream', 'bytes'));
  const ends = await Promise.allSettled([1, 2].map(() => download(center, 'backup.download', to)));
  expect(ends.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  expect(await readFile(to, 'utf8')).toBe('bytes');
});

test('a download that is encoded is decoded, and its progress has no total', async () => {
  await using center = clientOf();
  const bytes = Buffer.alloc(3_000_000, 'cloudlink');
  server.script((_request, response) => {
    const headers = { 'Content-Type': 'application/octet-stream', 'Content-Encoding': 'gzip' };
    response.writeHead(200, headers).end(gzipSync(bytes));
  });
  const to = join(folder, 'clc1.bak');
  const totals = new Set<number | undefined>();
  const got = await download(center, 'backup.download', to, { onProgress: ({ total }) => totals.add(total) });
  expect([got.bytes, (await readFile(to)).equals(bytes), [...totals]]).toEqual([
    bytes.length,
    true,
    [undefined],
  ]);
});
