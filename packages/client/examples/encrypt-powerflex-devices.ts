/**
 * Encrypts the PowerFlex devices (`data_sds`) of all machines, one machine after the other, and shows the
 * progress. Remove a device from PowerFlex first, and add it again under its new label.
 */
import { encryptDisk } from '@cloudlink-center/client';
import { connect } from './connect.ts';

await using connection = await connect(false);
const { center } = connection;

for (const { uuid, name, resources = [] } of await center.machines.list()) {
  for (const { id, mpoint, type, state } of resources) {
    if (type !== 'data_sds' || state !== 'unencrypted') continue;
    const disk = await encryptDisk(
      center,
      { uuid, disk_id: id },
      { onProgress: ({ percentage = 0 }) => console.log(`${name} ${mpoint}: ${percentage} %`) },
    );
    console.log(`${name} ${mpoint} is now ${disk.label}`);
  }
}
