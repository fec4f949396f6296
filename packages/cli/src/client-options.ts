/**
 * From settings to the options of the client. What a version of the client does not accept yet is refused here, and only here.
 *
 * @module
 */
import type { CloudLinkOptions } from '@cloudlink-center/client';
import { CommandError } from './command-error.ts';
import type { Settings } from './settings.ts';

type ClientOptions = Pick<CloudLinkOptions, 'baseUrl' | 'tls'>;

/** @throws CommandError on a setting that the client does not have yet. */
export function clientOptions({
  addresses,
  ca,
  fingerprint,
  proxy,
  certFile,
  keyFile,
}: Settings): ClientOptions {
  if (proxy !== undefined) refuse('a proxy');
  if (certFile !== undefined || keyFile !== undefined) refuse('a client certificate');
  const tls = {
    ...(ca !== undefined && { ca }),
    ...(fingerprint !== undefined && { fingerprint256: fingerprint }),
  };
  return { baseUrl: addresses, tls };
}

function refuse(what: string): never {
  throw new CommandError('usage', `This version of @cloudlink-center/client cannot use ${what} yet.`);
}
