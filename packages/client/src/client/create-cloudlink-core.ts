/**
 * The path-string client by itself.
 *
 * @module
 */
import { type CloudLinkCore, type CloudLinkOptions, createCore } from './create-core.ts';

/**
 * Creates a client without named methods: `center.GET('/securevm')`. Nothing is sent yet: the first call signs in.
 *
 * @throws TypeError on options that cannot work.
 */
export function createCloudLinkCore(options: CloudLinkOptions): CloudLinkCore {
  return createCore(options).core;
}
