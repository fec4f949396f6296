/** Creates a KMIP partition and a client for vSphere, with the certificate bundle for vCenter. */
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from './connect.ts';

await using connection = await connect(true);
const { center } = connection;

const [keystore] = await center.keystores.list();
if (keystore === undefined) throw new Error('There is no keystore yet: see keystores.create.');
await center.kmip.partitions.create({
  // The vendor does not document the fields of a keystore. The paths use its name.
  body: { name: 'vsphere-2', description: 'Keys of vSphere', keystore: String(keystore['name']) },
});
const { zip } = await center.kmip.clients.create({ body: { name: 'vcenter2', partition: 'vsphere-2' } });
const path = join(await mkdtemp(join(tmpdir(), 'cloudlink-')), 'vcenter2.zip');
// The file contains a private key, so nobody else may read it.
await writeFile(path, Buffer.from(zip ?? '', 'base64'), { mode: 0o600 });
console.log(`The bundle for vCenter: ${path}`);
