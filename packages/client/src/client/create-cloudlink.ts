/**
 * The client that people install: path-string calls and named methods for all operations.
 *
 * @module
 */
import { type CloudLinkCore, type CloudLinkOptions, createCore } from './create-core.ts';
import type { Groups } from '../generated/groups.ts';
import { addNamedMethods } from './named-methods.ts';

/** A client of one CloudLink Center: `center.machines.list()`, or `center.GET('/securevm')`. */
export interface CloudLink extends CloudLinkCore, Groups {}

/**
 * Creates a client. Nothing is sent yet: the first call signs in.
 *
 * @throws TypeError on options that cannot work, such as a `baseUrl` with a path, or an unreadable fingerprint.
 * @example
 * ```ts
 * const center = createCloudLink({
 *   baseUrl: 'https://clc.example.com',
 *   auth: clientCredentials({ clientId: 'automation', clientSecret: process.env.CLOUDLINK_CLIENT_SECRET ?? '' }),
 *   tls: { ca: readFileSync('clc-ca.pem') },
 * });
 * const machines = await center.machines.list();
 * ```
 */
export function createCloudLink(options: CloudLinkOptions): CloudLink {
  const { core, call } = createCore(options);
  return addNamedMethods(core, call);
}
