/** A client of two nodes, each with its own TLS options. */
import { clientCredentials, createCloudLink } from '@cloudlink-center/client';
import { startEmulator } from '@cloudlink-center/emulator';

await using first = await startEmulator();
await using second = await startEmulator();
const { url: clc1, ca, clientId, clientSecret } = first;
const { url: clc2, fingerprint256 } = second;

await using center = createCloudLink({
  baseUrl: [clc1, { url: clc2, tls: { fingerprint256 } }], // in the order of preference
  auth: clientCredentials({ clientId, clientSecret }),
  tls: { ca },
  hooks: { onNodeChange: ({ error }) => console.warn('To another node:', error?.code) },
});
// DNS servers are local to a node, so set them on each.
for (const node of [clc1, clc2]) await center.dns.add({ body: { ip: '192.0.2.99' }, node });

await first.close();
console.log((await center.machines.list()).length);
