/**
 * An appliance with a self-signed certificate: the error shows its SHA-256; compared with what the appliance's console says, it is
 * the identity from then on.
 */
import { clientCredentials, createCloudLink, isCloudLinkError } from '@cloudlink-center/client';
import { startEmulator } from '@cloudlink-center/emulator';

await using emulator = await startEmulator();
const { url: baseUrl, clientId, clientSecret, fingerprint256 } = emulator;
const auth = () => clientCredentials({ clientId, clientSecret });

await using stranger = createCloudLink({ baseUrl, auth: auth() });
const refusal: unknown = await stranger.machines.list().catch((error: unknown) => error);
if (!isCloudLinkError(refusal)) throw new Error('It should not be trusted.');
console.log(`${refusal.code}: ${refusal.message.includes(fingerprint256)}`);

await using center = createCloudLink({
  baseUrl,
  auth: auth(),
  tls: { fingerprint256 }, // such as 'A1:B2:...', from the appliance's console
});
console.log(`${(await center.machines.list()).length} machines`);
