/** Work that takes time: encrypts a disk, and resumes a wait from its saved state. */
import { connect } from '../connect.ts';

await using connection = await connect(false);
const { center } = connection;
const machines = await center.machines.list();
const [{ uuid, disk_id } = { uuid: '', disk_id: '' }] = machines.flatMap((machine) =>
  (machine.resources ?? [])
    .filter(({ state }) => state === 'unencrypted')
    .map(({ id }) => ({ uuid: machine.uuid, disk_id: id })),
);

// The guide shows this, with its import.
import { encryptDisk, resumeWait, waitForDisk } from '@cloudlink-center/client';

const disk = await encryptDisk(
  center,
  { uuid, disk_id },
  { timeout: 6 * 3_600_000, onProgress: ({ percentage }) => console.log(percentage, '%') },
);
console.log(disk.label); // /dev/mapper/svm_sdb

const kept = JSON.stringify(waitForDisk(center, { uuid, disk_id }).state);
await resumeWait(center, JSON.parse(kept)); // also in another process

console.log('resumed');
