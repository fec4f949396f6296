/**
 * Calls in both forms, what a failure says, limits for one call, and the head of an answer.
 */
import { isCloudLinkError } from '@cloudlink-center/client';
import { connect } from './connect.ts';

await using connection = await connect(false);
const { center } = connection;
const uuid = '4be6c1f2-6a0d-4c0e-9b57-2d1c5f4a7e01';
const disk_id = '402653184001';

const machine = await center.machines.get({ path: { uuid } });
await center.machines.setDiskEncryption({ path: { uuid, disk_id }, body: { encrypt: 'encrypt' } });

const { data, error } = await center.GET('/securevm/{uuid}', { params: { path: { uuid } } });
if (error) console.error(error.code, error.message);
else console.log(data.name === machine.name);

try {
  await center.machines.get({ path: { uuid: 'no-such-machine' } });
} catch (failure) {
  if (!isCloudLinkError(failure)) throw failure; // a TypeError of ours, or the reason of an abort
  if (failure.code === 'not_found') console.log('There is no such machine.');
  else if (failure.code === 'forbidden') console.log(`Needs one of: ${failure.permissions?.join(', ')}`);
  else throw failure; // its message says what to do
}

await center.machines.list({ timeout: 5_000, retry: 0, signal: AbortSignal.timeout(20_000) });

const { response } = await center.machines.list().withResponse();
console.log(response.headers.get('content-type'));
