/**
 * The path-string client without named methods.
 *
 * @module
 */
import { type CloudLinkCore, type CloudLinkOptions, createCore } from './create-core.ts';

/**
 * Creates a client without named methods: `center.GET('/securevm')`. Nothing is sent until the first call,
 * which signs in.
 *
 * @example
 *
 * ```ts
 * import { clientCredentials, createCloudLinkCore } from '@cloudlink-center/client/core';
 *
 * const center = createCloudLinkCore({
 *   baseUrl: 'https://clc.example.com',
 *   auth: clientCredentials({
 *     clientId: 'automation',
 *     clientSecret: process.env.CLOUDLINK_CLIENT_SECRET ?? '',
 *   }),
 * });
 * const { data, error } = await center.GET('/securevm');
 * if (error) console.error(error.code, error.message);
 * else console.log(data.length);
 * ```
 *
 * @throws TypeError on an invalid option, such as a `baseUrl` with a path.
 */
export function createCloudLinkCore(options: CloudLinkOptions): CloudLinkCore {
  return createCore(options).core;
}
