/**
 * Files of any size: an upgrade goes up, a backup comes down and is restored. In a folder of its own, which holds made-up files.
 */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { waitForBackup, waitForCenter } from '@cloudlink-center/client';
import { download, restoreBackup, upload } from '@cloudlink-center/client/transfers';
import { connect } from './connect.ts';

await using connection = await connect(false);
const { center } = connection;
process.chdir(mkdtempSync(join(tmpdir(), 'cloudlink-files-')));
writeFileSync('clc-8.2.iso', 'made up');
writeFileSync('backup-key.pem', 'made up');
await center.backup.generate();
await waitForBackup(center);

await upload(
  center,
  'software.upload',
  { iso: 'clc-8.2.iso' },
  { onProgress: ({ transferred, total }) => console.log(transferred, total) },
);
await download(center, 'backup.download', 'clc1.bak');
const { outcome } = await restoreBackup(center, { backup_file: 'clc1.bak', key_file: 'backup-key.pem' });
if (outcome === 'unconfirmed') await waitForCenter(center);
console.log('The backup is restored.');
