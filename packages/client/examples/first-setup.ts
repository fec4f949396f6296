/** Sets up a new Center: address, licence, backup key, and passcodes of the vault. */
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { downloadByLink, upload } from '@cloudlink-center/client/transfers';
import { connect } from './connect.ts';

await using connection = await connect(false);
const { center } = connection;
const folder = await mkdtemp(join(tmpdir(), 'cloudlink-'));

await center.cluster.acceptEula({ body: true });
await center.cluster.setAddress({ body: { address: new URL(center.baseUrl).hostname } });

const licence = join(folder, 'licence.bin');
await writeFile(licence, 'in place of the file that the vendor sent');
await upload(center, 'licenses.upload', { file: licence });
for (const { id, assigned } of await center.licenses.list()) {
  if (!assigned)
    await center.licenses.assign({
      path: { license_id: id },
      body: { start_date: new Date().toISOString() },
    });
}

// Without this key no backup can be restored. Keep it in a safe place outside the Center.
const key = await downloadByLink(center, 'backup/key', join(folder, 'backup-key.pem'));
console.log(`Backup key: ${key.path}`);

await center.vault.setPasscodes({ body: { codes: ['made up one', 'made up two', 'made up three'] } });
await center.vault.setMode({ body: { auto: true } });
console.log('The Center is set up:', await center.vault.get());
