/**
 * Limits how much of a response is held in memory, as sent and decoded.
 *
 * @module
 */
import { CloudLinkError } from '../errors/cloudlink-error.ts';

/** 256 MiB. */
export const DEFAULT_MAX_RESPONSE_BYTES: number = 256 * 1024 * 1024;
/** The longest string of V8. Longer text could not be read. */
const HIGHEST = 536_870_888;

/** @throws TypeError when it is not a whole number within the limits. */
export function checkMaxResponseBytes(bytes: number | undefined): void {
  if (bytes !== undefined && !(Number.isInteger(bytes) && bytes >= 1 && bytes <= HIGHEST))
    throw new TypeError(`maxResponseBytes must be a whole number of bytes from 1 to ${HIGHEST}.`);
}

/** @param url - URL of the request. The message shows only its origin. */
export function responseTooLarge(url: string, status: number, limit: number): CloudLinkError {
  const from = URL.canParse(url) ? ` from ${new URL(url).origin}` : '';
  return new CloudLinkError(
    'response_too_large',
    `The answer${from} is larger than ${limit} bytes. Raise maxResponseBytes, or use download().`,
    { status },
  );
}

/** Whether the announced length of a response exceeds the limit. */
export function announcesMore(length: string | string[] | null | undefined, limit: number): boolean {
  return typeof length === 'string' && Number(length) > limit;
}
