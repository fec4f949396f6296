/**
 * One process of several that share a token: says that it is ready, waits for a line, makes one signed-in
 * call, and says how many token requests that took.
 *
 * Arguments: the address of the Center, the path of a Redis socket or a folder, and perhaps a secret.
 *
 * @module
 */
import { once } from 'node:events';
import { authFetch, clientCredentials, isAuthError } from '@cloudlink-center/auth';
import { fileStore } from '@cloudlink-center/auth/file-store';
import { keyvStore } from '@cloudlink-center/auth/keyv-store';
import type { Keyv } from 'keyv';

const [baseUrl = '', place = '', clientSecret = 'emulated-secret'] = process.argv.slice(2);
const keyv = place.endsWith('.sock') ? await inRedis(place) : undefined;

let tokenRequests = 0;
const failures: string[] = [];
const onStoreFailure = ({ message }: Error): void => void failures.push(message);
const source = clientCredentials({
  baseUrl,
  clientId: 'automation',
  clientSecret,
  store: keyv ? keyvStore(keyv, { onStoreFailure }) : fileStore({ directory: place, onStoreFailure }),
  fetch: (input, init) => {
    tokenRequests++;
    return fetch(input, init);
  },
});

console.log('ready');
await once(process.stdin, 'data');
const { status } = await authFetch(source)(`${baseUrl}/cloudlink/rest/securevm`).catch((error: unknown) => {
  if (isAuthError(error)) return { status: error.code };
  throw error;
});
console.log(JSON.stringify({ status, tokenRequests, failures }));
await keyv?.disconnect();
process.stdin.destroy();

/** Loaded only by those that need it: many of these processes start at once. */
async function inRedis(path: string): Promise<Keyv> {
  const [{ default: KeyvRedis }, { Keyv: Store }] = await Promise.all([
    import('@keyv/redis'),
    import('keyv'),
  ]);
  return new Store(new KeyvRedis({ socket: { path, tls: false } }));
}
