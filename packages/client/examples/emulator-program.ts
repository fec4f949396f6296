import { clientCredentials, createCloudLink } from '@cloudlink-center/client';
import { startEmulator } from '@cloudlink-center/emulator';

await using emulator = await startEmulator({ workDuration: 500 });
await using center = createCloudLink({
  baseUrl: emulator.url,
  auth: clientCredentials({ clientId: emulator.clientId, clientSecret: emulator.clientSecret }),
  tls: { ca: emulator.ca },
});
console.log(await center.machines.get({ path: { uuid: '4be6c1f2-6a0d-4c0e-9b57-2d1c5f4a7e01' } }));
