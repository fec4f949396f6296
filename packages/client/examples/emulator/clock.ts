/** Your own clock: hours of encryption pass at once. */
import { startEmulator } from '@cloudlink-center/emulator';
import { clientOf } from './client-of.ts';

let now = Date.now();
await using emulator = await startEmulator({ now: () => now, workDuration: 3_600_000 });
await using center = clientOf(emulator);

const uuid = '0c8a7d1e-52fb-4d43-9f07-3e64b1a95d03';
const path = { uuid, disk_id: '402653184004' };
await center.machines.setDiskEncryption({ path, body: { encrypt: 'encrypt' } });
now += 1_800_000; // half of it
const { resources = [] } = await center.machines.get({ path: { uuid } });

console.log(resources[0]?.state, resources[0]?.percentage);
now += 1_800_000;
const later = await center.machines.get({ path: { uuid } });
console.log(later.resources?.[0]?.state);
