/**
 * Resumes a wait from its saved state.
 *
 * @module
 */
import type { CloudLink } from '../client/create-cloudlink.ts';
import type { Waiter, WaitOptions, WaitState } from './poll.ts';
import {
  waitForBackup,
  waitForCenter,
  waitForDiagnostics,
  waitForKeyMove,
  waitForUpgrade,
} from './wait-for-center.ts';
import { type BeforeRestore, waitForRestore } from './wait-for-restore.ts';
import { waitForDisk, waitForMachineEncryption, waitWhilePending } from './wait-for-disk.ts';

type Resume = (center: CloudLink, target: never, options: WaitOptions<unknown>) => Waiter<unknown>;

const KINDS: Readonly<Record<string, Resume>> = {
  disk: waitForDisk,
  machineEncryption: waitForMachineEncryption,
  pending: waitWhilePending,
  keyMove: (center, _target, options) => waitForKeyMove(center, options),
  backup: (center, _target, options) => waitForBackup(center, options),
  diagnostics: (center, _target, options) => waitForDiagnostics(center, options),
  center: (center, _target, options) => waitForCenter(center, options),
  upgrade: waitForUpgrade,
  restore: (center, target: { readonly before: BeforeRestore; readonly node?: string }, options) =>
    waitForRestore(center, target, options),
};

/**
 * Resumes a wait from its saved `state`, also in another process. Its time limit keeps running in between.
 *
 * @example
 *
 * ```ts
 * import { resumeWait, waitForBackup } from '@cloudlink-center/client';
 *
 * const saved = JSON.stringify(waitForBackup(center).state);
 * await resumeWait(center, JSON.parse(saved));
 * ```
 *
 * @returns A waiter for the same result as the original.
 * @throws TypeError when the state is not that of a waiter.
 */
export function resumeWait(
  center: CloudLink,
  state: WaitState,
  options: Omit<WaitOptions<unknown>, 'timeout'> = {},
): Waiter<unknown> {
  const resume = Object.hasOwn(KINDS, state.kind) ? KINDS[state.kind] : undefined;
  const isUntil = state.until === null || (typeof state.until === 'number' && !Number.isNaN(state.until));
  if (resume === undefined || !isUntil || typeof state.target !== 'object' || state.target === null)
    throw new TypeError('Not the state of a waiter: pass the value of `waiter.state`.');
  const { until } = state;
  const going: WaitOptions<unknown> & { readonly until: number | null } = { ...options, until };
  // The kind determines the type of the target.
  return resume(center, state.target as never, going);
}
