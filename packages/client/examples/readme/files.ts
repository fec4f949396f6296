/** Files up and down, piece by piece. The files are small ones, in a folder of their own. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from '../connect.ts';

await using connection = await connect(false);
const { center } = connection;
process.chdir(mkdtempSync(join(tmpdir(), 'cloudlink-')));
for (const name of ['clc-8.2.iso', 'backup-key.pem']) writeFileSync(name, 'made up');

// What the README shows, with its import.
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
// The Center may reset the connection instead of answering: then look for evidence.
const end = restored.outcome === 'unknown' ? await waitForRestore(center, restored) : restored;

console.log(bytes, end.outcome);
const folder = process.cwd();
process.chdir(tmpdir());
rmSync(folder, { recursive: true });
