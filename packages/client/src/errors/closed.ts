/**
 * The failure of a call on a client that has been closed.
 *
 * @module
 */
import { CloudLinkError } from './cloudlink-error.ts';

export function closedError(): CloudLinkError {
  return new CloudLinkError('closed', 'This client is closed. Create another one with createCloudLink.', {
    notSent: true,
  });
}
