/**
 * The error of a call on a closed client.
 *
 * @module
 */
import { CloudLinkError } from './cloudlink-error.ts';

export function closedError(): CloudLinkError {
  return new CloudLinkError('closed', 'This client is closed. Create a new one with createCloudLink.', {
    notSent: true,
  });
}
