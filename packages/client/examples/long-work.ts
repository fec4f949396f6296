/**
 * Work that goes on behind the answer, and lists that page.
 */
import {
  encryptDisk,
  iterateEvents,
  iterateSecurityEvents,
  resumeWait,
  waitForDisk,
} from '@cloudlink-center/client';
import { connect } from './connect.ts';

await using connection = await connect(false);
const { center } = connection;
const uuid = '4be6c1f2-6a0d-4c0e-9b57-2d1c5f4a7e01';
const disk_id = '402653184001';

const disk = await encryptDisk(
  center,
  { uuid, disk_id },
  { onProgress: ({ percentage }) => console.log(percentage) },
);
console.log(disk.label); // /dev/mapper/svm_sda

const { state } = waitForDisk(center, { uuid, disk_id }); // plain data: keep it anywhere
await resumeWait(center, state); // later, in another process

for await (const event of iterateEvents(center, { minutes: 60 })) console.log(event.timestamp, event.details);

for await (const event of iterateSecurityEvents(center, { follow: true })) {
  console.log(event.timestamp, event.details); // goes on until you leave
  break;
}
