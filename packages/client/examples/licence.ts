/** Uploads a licence and puts it into effect: `node licence.ts`, with the file in LICENCE_FILE. */
import { upload } from '@cloudlink-center/client/transfers';
import { connect } from './connect.ts';

await using connection = await connect(true);
const { center } = connection;

const before = new Set((await center.licenses.list()).map(({ id }) => id));
await upload(center, 'licenses.upload', {
  file: process.env['LICENCE_FILE'] ?? new Blob(['in place of the file that the vendor sent']),
});
// The answer does not carry the id, so the new one is the one that was not there.
for (const { id } of await center.licenses.list()) {
  if (before.has(id)) continue;
  await center.licenses.assign({ path: { license_id: id }, body: { start_date: new Date().toISOString() } });
  console.log('In effect:', await center.licenses.get({ path: { license_id: id } }));
}
