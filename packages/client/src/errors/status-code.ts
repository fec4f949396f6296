/**
 * Maps a status outside 2xx to an error code.
 *
 * @module
 */
import type { CloudLinkErrorCode } from './cloudlink-error.ts';

const CODES: Readonly<Record<number, CloudLinkErrorCode>> = {
  400: 'invalid_request',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not_found',
  409: 'conflict',
  422: 'invalid_request',
};

export function codeOf(status: number): CloudLinkErrorCode {
  return CODES[status] ?? (status >= 500 ? 'server_error' : 'unexpected_status');
}
