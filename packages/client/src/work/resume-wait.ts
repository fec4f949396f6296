/**
 * Goes on with a wait that was put down.
 *
 * @module
 */
import type { CloudLink } from '../create-cloudlink.ts';
import type { Waiter, WaitOptions, WaitState } from './poll.ts';
import {
  waitForBackup,
  waitForCenter,
  waitForDiagnostics,
  waitForKeyMove,
  waitForUpgrade,
} from './wait-for-center.ts';
import {
  type DiskAddress,
  waitForDisk,
  waitForMachineEncryption,
  waitWhilePending,
} from './wait-for-disk.ts';

type Resume = (
  center: CloudLink,
  target: never,
  options: WaitOptions<unknown>,
  until: number,
) => Waiter<unknown>;

const KINDS: Readonly<Record<string, Resume>> = {
  disk: (center, target: DiskAddress, options, until) => waitForDisk(center, target, options, until),
  machineEncryption: (center, target: { uuid: string }, options, until) =>
    waitForMachineEncryption(center, target, options, until),
  pending: (center, target: { uuid: string }, options, until) =>
    waitWhilePending(center, target, options, until),
  keyMove: (center, _target, options, until) => waitForKeyMove(center, options, until),
  backup: (center, _target, options, until) => waitForBackup(center, options, until),
  diagnostics: (center, _target, options, until) => waitForDiagnostics(center, options, until),
  center: (center, _target, options, until) => waitForCenter(center, options, until),
  upgrade: (center, target: Parameters<typeof waitForUpgrade>[1], options, until) =>
    waitForUpgrade(center, target, options, until),
};

/**
 * Goes on with the wait whose `state` was kept, also in another process. Its time runs on meanwhile.
 *
 * @throws TypeError when the state is none of a waiter.
 */
export function resumeWait(
  center: CloudLink,
  state: WaitState,
  options: Omit<WaitOptions<unknown>, 'timeout'> = {},
): Waiter<unknown> {
  const resume = Object.hasOwn(KINDS, state.kind) ? KINDS[state.kind] : undefined;
  if (resume === undefined || typeof state.until !== 'number' || typeof state.target !== 'object')
    throw new TypeError('This is no state of a waiter: keep what `waiter.state` holds.');
  // The kind decides about the target.
  return resume(center, state.target as never, options, state.until);
}
