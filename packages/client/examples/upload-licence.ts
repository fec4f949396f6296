/** Uploads a licence and assigns it: `node upload-licence.ts`, with the file in LICENCE_FILE. */
import { upload } from '@cloudlink-center/client/transfers';
import { connect } from './connect.ts';

await using connection = await connect(true);
const { center } = connection;

const before = new Set((await center.licenses.list()).map(({ id }) => id));
await upload(center, 'licenses.upload', {
  file: process.env['LICENCE_FILE'] ?? new Blob(['in place of the file that the vendor sent']),
});
// The response does not contain the id, so look for the licence that was not there before.
for (const { id } of await center.licenses.list()) {
  if (before.has(id)) continue;
  await center.licenses.assign({ path: { license_id: id }, body: { start_date: new Date().toISOString() } });
  console.log('In effect:', await center.licenses.get({ path: { license_id: id } }));
}
