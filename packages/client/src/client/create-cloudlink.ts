/**
 * The full client: path-string calls, and a named method for each operation.
 *
 * @module
 */
import { type CloudLinkCore, type CloudLinkOptions, createCore } from './create-core.ts';
import type { Groups } from '../generated/groups.ts';
import { addNamedMethods } from './named-methods.ts';

/**
 * A client of one CloudLink Center, with a named method for each operation (`center.machines.list()`) and
 * path-string calls (`center.GET('/securevm')`).
 */
export interface CloudLink extends CloudLinkCore, Groups {}

/**
 * Creates a client. Nothing is sent until the first call, which signs in.
 *
 * @example
 *
 * ```ts
 * import { readFileSync } from 'node:fs';
 * import { clientCredentials, createCloudLink } from '@cloudlink-center/client';
 *
 * const center = createCloudLink({
 *   baseUrl: 'https://clc.example.com',
 *   auth: clientCredentials({
 *     clientId: 'automation',
 *     clientSecret: process.env.CLOUDLINK_CLIENT_SECRET ?? '',
 *   }),
 *   tls: { ca: readFileSync('clc-ca.pem') },
 * });
 * const machines = await center.machines.list();
 * ```
 *
 * @throws TypeError on an invalid option, such as a `baseUrl` with a path or a malformed fingerprint.
 */
export function createCloudLink(options: CloudLinkOptions): CloudLink {
  const { core, call } = createCore(options);
  return addNamedMethods(core, call);
}
