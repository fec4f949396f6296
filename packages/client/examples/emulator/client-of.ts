/**
 * The client that the examples of the emulator share.
 *
 * @module
 */
import { clientCredentials, type CloudLink, createCloudLink } from '@cloudlink-center/client';
import type { Emulator } from '@cloudlink-center/emulator';

/** A client that signs in as the emulator's client user, or as another one. */
export function clientOf(emulator: Emulator, secret: string = emulator.clientSecret): CloudLink {
  const { url: baseUrl, clientId, ca } = emulator;
  const auth = clientCredentials({ clientId, clientSecret: secret });
  return createCloudLink({ baseUrl, auth, tls: { ca }, retry: 0 });
}
