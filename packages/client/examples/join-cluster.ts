/**
 * Joins a new server to a cluster and waits until it is a member. Run it on a new server, because its data
 * may be replaced.
 */
import { waitForCenter } from '@cloudlink-center/client';
import { connect } from './connect.ts';

await using connection = await connect(false);
const { center } = connection;

// Members find each other by name.
await center.dns.add({ body: { ip: '192.0.2.99' } });
await center.cluster.join({
  body: {
    host: process.env['CLUSTER_HOST'] ?? 'clc1.example.com',
    rem_user: process.env['CLUSTER_USER'] ?? 'secadmin',
    rem_password: process.env['CLUSTER_PASSWORD'] ?? 'made up',
  },
});
await waitForCenter(center, {
  onProgress: (user) => console.log(user ? 'The Center responds.' : 'Waiting ...'),
});
for (const { name, address, local } of await center.cluster.members.list())
  console.log(name, address, local ? '(this one)' : '');
