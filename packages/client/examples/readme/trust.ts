/** Trusts a certificate by its fingerprint, on an emulator. */
import { clientCredentials, createCloudLink, isCloudLinkError } from '@cloudlink-center/client';
import { startEmulator } from '@cloudlink-center/emulator';

await using emulator = await startEmulator();
const { url: baseUrl, fingerprint256, clientId, clientSecret } = emulator;
const auth = clientCredentials({ clientId, clientSecret });

await using center = createCloudLink({
  baseUrl,
  auth,
  tls: { fingerprint256 }, // such as 'AB:CD:...', 32 bytes, compared with what the appliance's console shows
});

console.log((await center.sessions.whoami()).name);

await using wary = createCloudLink({ baseUrl, auth: clientCredentials({ clientId, clientSecret }) });
const refusal: unknown = await wary.machines.list().catch((error: unknown) => error);
if (isCloudLinkError(refusal)) console.log(refusal.code, refusal.message.includes(fingerprint256));
