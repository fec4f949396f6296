/** Hooks: lines for people, and figures for a meter. */
import { clientCredentials, createCloudLink } from '@cloudlink-center/client';
import { startEmulator } from '@cloudlink-center/emulator';

await using emulator = await startEmulator();
const { url: baseUrl, clientId, clientSecret, ca } = emulator;
const auth = clientCredentials({ clientId, clientSecret });
const tls = { ca };

// What the README shows, with its import.
import { debugHooks } from '@cloudlink-center/client';

await using center = createCloudLink({
  baseUrl,
  auth,
  tls,
  hooks: {
    ...debugHooks(), // #1 machines.list GET /securevm 200 in 12 ms
    // In place of the line that debugHooks() has for it.
    onRetry: ({ operationId, attempt, error }) => console.warn(operationId, attempt, error.code),
  },
});

const { status } = await center.machines.list().withResponse();
console.log(status);
