<<<<<<< HEAD:packages/client/examples/licence.ts
/** Uploads a licence and assigns it: `node licence.ts`, with the file in LICENCE_FILE. */
=======
/** Uploads a licence and puts it into effect: `node upload-licence.ts`, with the file in LICENCE_FILE. */
>>>>>>> main:packages/client/examples/upload-licence.ts
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
