/** Hooks: debug lines, and a hook of your own. */
import { clientCredentials, createCloudLink } from '@cloudlink-center/client';
import { startEmulator } from '@cloudlink-center/emulator';

await using emulator = await startEmulator();
const { url: baseUrl, clientId, clientSecret, ca } = emulator;
const auth = clientCredentials({ clientId, clientSecret });
const tls = { ca };

// The guide shows this, with its import.
import { debugHooks } from '@cloudlink-center/client';

await using center = createCloudLink({
  baseUrl,
  auth,
  tls,
  hooks: {
    ...debugHooks(), // #1 machines.list GET /securevm 200 in 12 ms
    // Replaces the line of debugHooks().
    onRetry: ({ operationId, attempt, error }) => console.warn(operationId, attempt, error.code),
  },
});

const { status } = await center.machines.list().withResponse();
console.log(status);
