/**
 * Several nodes, limits for all calls, and hooks that say what happens.
 */
import { clientCredentials, createCloudLink } from '@cloudlink-center/client';
import { startEmulator } from '@cloudlink-center/emulator';

await using first = await startEmulator();
await using second = await startEmulator();
const { clientId, clientSecret } = first;
const [clc1, clc2] = [first.url, second.url];
const tls = { ca: first.ca };

await using center = createCloudLink({
  baseUrl: [clc1, { url: clc2, tls: { fingerprint256: second.fingerprint256 } }],
  auth: clientCredentials({ clientId, clientSecret }),
  tls,
  timeout: { attempt: 20_000, total: 60_000 },
  hooks: {
    onRetry: ({ path, attempt, pause }) => console.warn(path, attempt, pause),
    onNodeChange: ({ from, to, error }) => console.warn(from, to, error?.code),
  },
});
await center.machines.list(); // clc1, or clc2 while clc1 is away
await center.dns.list({ node: clc2 }); // clc2 and no other
console.log('Both nodes answer.');
