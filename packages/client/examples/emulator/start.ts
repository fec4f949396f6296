/** An emulator started from code, and a client of it. */
import { clientCredentials, createCloudLink } from '@cloudlink-center/client';
import { startEmulator } from '@cloudlink-center/emulator';

await using emulator = await startEmulator();
const { url: baseUrl, clientId, clientSecret, ca } = emulator;
await using center = createCloudLink({
  baseUrl,
  auth: clientCredentials({ clientId, clientSecret }),
  tls: { ca }, // or { fingerprint256: emulator.fingerprint256 }
});
const machines = await center.machines.list();

console.log(machines.map(({ name }) => name).join(', '));
console.log(emulator.requests, emulator.tokenRequests);
