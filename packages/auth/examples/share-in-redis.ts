import KeyvRedis from '@keyv/redis';
import { clientCredentials, type TokenSource } from '@cloudlink-center/auth';
import { keyvStore } from '@cloudlink-center/auth/keyv-store';
import { Keyv } from 'keyv';

/** The connection keeps the process alive: end the program with `await redis.disconnect()`. */
export function sharedSource(baseUrl: string, clientSecret: string, redis: KeyvRedis<unknown>): TokenSource {
  const store = keyvStore(new Keyv(redis), {
    onStoreFailure: ({ message, cause }) => console.warn(message, cause),
  });
  return clientCredentials({ baseUrl, clientId: 'automation', clientSecret, store });
}
