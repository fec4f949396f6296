/** Uploads, downloads and restores files, in chunks. The files are small, in a temporary folder. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from '../connect.ts';

await using connection = await connect(false);
const { center } = connection;
process.chdir(mkdtempSync(join(tmpdir(), 'cloudlink-')));
for (const name of ['clc-8.2.iso', 'backup-key.pem']) writeFileSync(name, 'made up');

// The guide shows this, with its import.
import { waitForRestore } from '@cloudlink-center/client';
import { download, restoreBackup, upload } from '@cloudlink-center/client/transfers';

await upload(
  center,
  'software.upload',
  { iso: 'clc-8.2.iso' },
  { onProgress: ({ transferred, total }) => console.log(transferred, 'of', total) },
);
const { bytes } = await download(center, 'backup.download', 'clc1.bak');
const restored = await restoreBackup(center, { backup_file: 'clc1.bak', key_file: 'backup-key.pem' });
// The Center may reset the connection instead of responding. Then look for evidence.
const end = restored.outcome === 'unknown' ? await waitForRestore(center, restored) : restored;

console.log(bytes, end.outcome);
const folder = process.cwd();
process.chdir(tmpdir());
rmSync(folder, { recursive: true });
