/**
 * Checks the options of a call before anything is sent.
 *
 * @module
 */
import { checkNames } from '../errors/check-names.ts';
import { checkTimeouts } from '../resilience/time-limits.ts';
import type { UntypedInit } from './call-context.ts';

const MOST_RETRIES = 10;

/** The names of `CallOptions`. */
export const CALL_OPTION_NAMES = ['signal', 'headers', 'timeout', 'retry', 'node'] as const;
/** Only the connection may set these headers. Browsers drop them silently. */
const OF_THE_CONNECTION: ReadonlySet<string> = new Set([
  'connection',
  'content-length',
  'expect',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);
const INIT_NAMES = ['params', 'body', ...CALL_OPTION_NAMES] as const;
const PARAM_NAMES = ['path', 'query'] as const;

/** @throws TypeError on an unknown or invalid option. */
export function checkInit(path: string, init: UntypedInit): void {
  checkNames(path, init, INIT_NAMES);
  if (init.params !== undefined) checkNames(`params of ${path}`, init.params, PARAM_NAMES);
  if (init.headers !== undefined) checkHeaders(path, init.headers);
  checkSignal(path, init.signal);
  checkTimeouts('timeout', init.timeout);
  checkRetry(init.retry);
}

/** @throws TypeError when it is not a whole number from 0 to 10. */
export function checkRetry(retry: number | undefined): void {
  if (retry !== undefined && !(Number.isInteger(retry) && retry >= 0 && retry <= MOST_RETRIES))
    throw new TypeError(`retry must be a whole number from 0 to ${MOST_RETRIES}.`);
}

function checkHeaders(path: string, headers: NonNullable<UntypedInit['headers']>): void {
  const names = headers instanceof Headers ? headers.keys() : Object.keys(headers);
  for (const name of names) {
    if (OF_THE_CONNECTION.has(name.toLowerCase()))
      throw new TypeError(`The header "${name}" of ${path} cannot be set: the connection sets it.`);
  }
}

/** @throws TypeError when it is not an AbortSignal. */
export function checkSignal(where: string, signal: AbortSignal | undefined): void {
  if (signal && typeof signal.addEventListener !== 'function')
    throw new TypeError(`signal of ${where} must be an AbortSignal.`);
}
