/**
 * How much of an answer is held in memory, as sent and decoded.
 *
 * @module
 */
import { CloudLinkError } from '../errors/cloudlink-error.ts';

/** 256 MiB. */
export const DEFAULT_MAX_RESPONSE_BYTES: number = 256 * 1024 * 1024;
/** The longest string of V8: an answer in text could not be read beyond it. */
const HIGHEST = 536_870_888;

/** @throws TypeError when it is no possible number of bytes. */
export function checkMaxResponseBytes(bytes: number | undefined): void {
  if (bytes !== undefined && !(Number.isInteger(bytes) && bytes >= 1 && bytes <= HIGHEST))
    throw new TypeError(`maxResponseBytes must be a whole number of bytes from 1 to ${HIGHEST}.`);
}

/** @param url - Of the request. Only its origin is shown. */
export function responseTooLarge(url: string, status: number, limit: number): CloudLinkError {
  const from = URL.canParse(url) ? ` from ${new URL(url).origin}` : '';
  return new CloudLinkError(
    'response_too_large',
    `The answer${from} is larger than ${limit} bytes, and was not read to its end. The option maxResponseBytes limits answers that are held ` +
      'in memory; download() of @cloudlink-center/client/transfers holds none.',
    { status },
  );
}

/** Whether the length that an answer announces is over the limit. */
export function announcesMore(length: string | string[] | null | undefined, limit: number): boolean {
  return typeof length === 'string' && Number(length) > limit;
}
