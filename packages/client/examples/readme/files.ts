/**
 * Files up and down, piece by piece. The files are small ones, in a folder of their own.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from '../connect.ts';

await using connection = await connect(false);
const { center } = connection;
process.chdir(mkdtempSync(join(tmpdir(), 'cloudlink-')));
for (const name of ['clc-8.2.iso', 'backup-key.pem']) writeFileSync(name, 'made up');

// What the README shows, with its import.
import { waitForCenter } from '@cloudlink-center/client';
import { download, restoreBackup, upload } from '@cloudlink-center/client/transfers';

await upload(
  center,
  'software.upload',
  { iso: 'clc-8.2.iso' },
  { onProgress: ({ transferred, total }) => console.log(transferred, 'of', total) },
);
const { bytes } = await download(center, 'backup.download', 'clc1.bak');
const { outcome } = await restoreBackup(center, { backup_file: 'clc1.bak', key_file: 'backup-key.pem' });
if (outcome === 'unconfirmed') await waitForCenter(center);

console.log(bytes, outcome);
const folder = process.cwd();
process.chdir(tmpdir());
rmSync(folder, { recursive: true });
