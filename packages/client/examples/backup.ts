/** Sets a schedule for backups, creates a backup now, and downloads its file. */
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { waitForBackup } from '@cloudlink-center/client';
import { download } from '@cloudlink-center/client/transfers';
import { connect } from './connect.ts';

await using connection = await connect(true);
const { center } = connection;

await center.backup.setPrefix({ body: { file_prefix: 'clc1' } });
// The hour is in UTC. The vendor does not document which number is which day: check the web interface.
await center.backup.setSchedule({ body: { days_of_week: [1, 2, 3, 4, 5], hour: 2 } });
await center.backup.generate();
const { current_backup_file = 'newest.bak' } = await waitForBackup(center);
const folder = await mkdtemp(join(tmpdir(), 'cloudlink-'));
const { path, bytes } = await download(center, 'backup.download', join(folder, current_backup_file), {
  onProgress: ({ transferred }) => console.log(`${transferred} bytes`),
});
console.log(
  `${path}: ${bytes} bytes. The private key that opens it is not in the file: backup.createKey creates a new one.`,
);
