/** Tests partial files of a process that was killed during a download. The process loads the build. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { clientCredentials, createCloudLink } from '../src/index.ts';
import { download } from '../src/transfers.ts';
import { scriptedCenter } from './scripted-center.ts';

test('partial files of a killed process are removed, those of a running one are kept', async () => {
  await using server = await scriptedCenter();
  const auth = clientCredentials({ clientId: 'robot', clientSecret: 'made-up' });
  await using center = createCloudLink({ baseUrl: server.url, auth });
  const folder = await mkdtemp(join(tmpdir(), 'files-'));
  const to = join(folder, 'clc1.bak');
  server.script((_request, response) => void response.writeHead(200).write(Buffer.alloc(100_000, 1)));
  const child = fork(join(import.meta.dirname, 'transfers', 'download-and-wait.ts'), [server.url, to]);
  await once(child, 'message');
  const left = await readdir(folder);
  expect(left).toEqual([expect.stringMatching(/^clc1\.bak\..*\.part$/)]);
  server.script((_request, response) => response.writeHead(200).end('PK'));
  await download(center, 'backup.download', join(folder, 'other.bak'));
  await download(center, 'backup.download', to);
  expect((await readdir(folder)).toSorted()).toEqual(['clc1.bak', ...left, 'other.bak']);
  child.kill('SIGKILL');
  await once(child, 'exit');
  await writeFile(join(folder, 'clc1.bak.mine.part'), 'of somebody else');
  await download(center, 'backup.download', to, { overwrite: true });
  expect((await readdir(folder)).toSorted()).toEqual(['clc1.bak', 'clc1.bak.mine.part', 'other.bak']);
  await rm(folder, { recursive: true });
});
