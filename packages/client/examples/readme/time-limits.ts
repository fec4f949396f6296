/** Time limits and retries of a client and of one call. */
import { clientCredentials, createCloudLink } from '@cloudlink-center/client';
import { startEmulator } from '@cloudlink-center/emulator';

let busy = 1;
await using emulator = await startEmulator({
  fixtures: { 'machines.list': () => (busy-- > 0 ? { status: 503, body: 'busy' } : undefined) },
});
const { url: baseUrl, clientId, clientSecret, ca } = emulator;
const auth = clientCredentials({ clientId, clientSecret });
const tls = { ca };

await using center = createCloudLink({
  baseUrl,
  auth,
  tls,
  timeout: { attempt: 20_000, total: 60_000 }, // milliseconds
  retry: 3,
  hooks: {
    onRetry: ({ path, attempt, error }) => console.warn(path, 'retry after attempt', attempt, error.code),
  },
});
const machines = await center.machines.list();
await center.machines.list({ timeout: 5_000, retry: 0, signal: AbortSignal.timeout(8_000) });

console.log(machines.length);
