/**
 * The error of a call whose time is up: what is known about it depends on how far it had got.
 *
 * @module
 */
import { CloudLinkError } from '../errors/cloudlink-error.ts';
import type { Phase } from '../transport/transport.ts';

/** @param waiting - What was waited for when it had been sent. */
export function timedOut(
  { method, path }: { readonly method: string; readonly path: string },
  limit: number,
  phase: Phase,
  waiting = 'was not answered within',
): CloudLinkError {
  const what = `${method} ${path}`;
  const milliseconds = `${String(limit)} ms`;
  const messages: Readonly<Record<Phase, string>> = {
    'sign-in': `${what} was not sent: signing in took longer than ${milliseconds}.`,
    connect: `${what} was not sent: no connection was ready within ${milliseconds}.`,
    sent: `${what} ${waiting} ${milliseconds}. Whether it took effect is not known.`,
  };
  return new CloudLinkError('timeout', messages[phase], { method, path, notSent: phase !== 'sent' });
}
