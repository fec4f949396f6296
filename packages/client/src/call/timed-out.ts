/**
 * The error of a call that timed out. What it says depends on how far the call got.
 *
 * @module
 */
import { CloudLinkError } from '../errors/cloudlink-error.ts';
import type { Phase } from '../transport/transport.ts';

/** @param waiting - Describes the wait after the request was sent. */
export function timedOut(
  { method, path }: { readonly method: string; readonly path: string },
  limit: number,
  phase: Phase,
  waiting = 'got no answer within',
): CloudLinkError {
  const what = `${method} ${path}`;
  const milliseconds = `${String(limit)} ms`;
  const messages: Readonly<Record<Phase, string>> = {
    'sign-in': `${what} was not sent: signing in took longer than ${milliseconds}.`,
    connect: `${what} was not sent: no connection was ready within ${milliseconds}.`,
    sent: `${what} ${waiting} ${milliseconds}. The call may or may not have taken effect.`,
  };
  return new CloudLinkError('timeout', messages[phase], { method, path, notSent: phase !== 'sent' });
}
