/** The error of a 403, for a client user that may only view. */
import { clientCredentials, createCloudLink } from '@cloudlink-center/client';
import { startEmulator } from '@cloudlink-center/emulator';

await using emulator = await startEmulator();
const { url: baseUrl, clientId, clientSecret, ca } = emulator;
await using admin = createCloudLink({
  baseUrl,
  auth: clientCredentials({ clientId, clientSecret }),
  tls: { ca },
});
await admin.users.create({
  body: {
    name: 'viewer',
    password: 'only-looks',
    user_type: 'client',
    roles: ['Observer'],
    twofa_type: 'none',
  },
});
await using center = createCloudLink({
  baseUrl,
  auth: clientCredentials({ clientId: 'viewer', clientSecret: 'only-looks' }),
  tls: { ca },
});
const [{ uuid } = { uuid: '' }] = await center.machines.list();

// The README shows this, with its import.
import { isCloudLinkError } from '@cloudlink-center/client';

try {
  await center.machines.setBlocked({ path: { uuid }, body: { block: true } });
} catch (error) {
  if (!isCloudLinkError(error)) throw error;
  if (error.code === 'forbidden') console.error('One of these is missing:', error.permissions);
  else console.error(error.code, error.message, error.body);
}
