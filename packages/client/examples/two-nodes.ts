/**
 * A client of two nodes. It continues when one of them fails, and configures each where settings are local to
 * a node. Both nodes are emulators here; for real ones, list their addresses.
 */
import { clientCredentials, createCloudLink } from '@cloudlink-center/client';
import { startEmulator } from '@cloudlink-center/emulator';

await using first = await startEmulator();
await using second = await startEmulator();
await using center = createCloudLink({
  baseUrl: [
    { url: first.url, tls: { ca: first.ca } },
    { url: second.url, tls: { ca: second.ca } },
  ],
  auth: clientCredentials({ clientId: first.clientId, clientSecret: first.clientSecret }),
  hooks: {
    onNodeChange: ({ from, to, error }) =>
      console.log(`From ${from} to ${to}: ${error?.code ?? 'tried again'}`),
  },
});

// DNS servers are local to a node, so set them on each.
for (const node of [first.url, second.url]) await center.dns.add({ body: { ip: '192.0.2.99' }, node });

console.log(`${(await center.machines.list()).length} machines, from the first node`);
await first.close();
console.log(`${(await center.machines.list()).length} machines, although the first node is away`);
