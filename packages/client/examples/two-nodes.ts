/**
 * A client of two nodes: it goes on when one is away, and configures each of them where settings are local to
 * a node. Both are emulators here; for real ones put their addresses into the list.
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

// DNS servers are local to a node, so each is told by itself.
for (const node of [first.url, second.url]) await center.dns.add({ body: { ip: '192.0.2.99' }, node });

console.log(`${(await center.machines.list()).length} machines, from the first node`);
await first.close();
console.log(`${(await center.machines.list()).length} machines, although the first node is away`);
