/** The thirty-second start of the root README: a Center and a client in one file. */
import { clientCredentials, createCloudLink, encryptDisk } from '@cloudlink-center/client';
import { startEmulator } from '@cloudlink-center/emulator';

await using emulator = await startEmulator({ workDuration: 100 });
await using center = createCloudLink({
  baseUrl: emulator.url,
  auth: clientCredentials({ clientId: emulator.clientId, clientSecret: emulator.clientSecret }),
  tls: { ca: emulator.ca },
});

for (const { uuid, name, resources = [] } of await center.machines.list()) {
  const disk = resources.find(({ state }) => state === 'unencrypted');
  if (disk === undefined) continue;
  const { label } = await encryptDisk(center, { uuid, disk_id: disk.id });
  console.log(`${name}: ${disk.mpoint} is now ${label}`);
}
