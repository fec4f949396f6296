/**
 * Work of the Center itself: moving keys, backups, diagnostics, upgrades, and answering again after it was away.
 *
 * @module
 */
import type { BackupInfo, Diagnostics, KeyMove, SignedInUser, SoftwareVersion } from '@cloudlink-center/spec';
import type { CloudLink } from '../client/create-cloudlink.ts';
import { startWaiting, type Waiter, type WaitOptions } from './poll.ts';
import { readShared } from './shared-reads.ts';

/** Waits until no keys are being moved between keystores. */
export function waitForKeyMove(center: CloudLink, options?: WaitOptions<KeyMove>): Waiter<KeyMove> {
  return startWaiting(
    center,
    {
      kind: 'keyMove',
      target: {},
      what: 'the keys to be moved',
      read: (within) => readShared(center, 'keystores.getMove', () => center.keystores.getMove(), within),
      look: (move) => (move.in_progress ? undefined : { result: move }),
    },
    options,
  );
}

/** Waits until no backup is being made. `backup.generate` starts one. */
export function waitForBackup(center: CloudLink, options?: WaitOptions<BackupInfo>): Waiter<BackupInfo> {
  return startWaiting(
    center,
    {
      kind: 'backup',
      target: {},
      what: 'the backup to be made',
      read: (within) => readShared(center, 'backup.get', () => center.backup.get(), within),
      look: (info) => (info.is_backup_in_progress ? undefined : { result: info }),
    },
    options,
  );
}

/** Waits until the diagnostics package can be downloaded. `diagnostics.generate` starts it. */
export function waitForDiagnostics(
  center: CloudLink,
  options?: WaitOptions<Diagnostics>,
): Waiter<Diagnostics> {
  return startWaiting(
    center,
    {
      kind: 'diagnostics',
      target: {},
      what: 'the diagnostics package',
      read: (within) => readShared(center, 'diagnostics.get', () => center.diagnostics.get(), within),
      look: (diagnostics) => (diagnostics.is_available ? { result: diagnostics } : undefined),
    },
    options,
  );
}

/**
 * Waits until the Center answers a signed-in call, after a restart, a restore or a change of its certificate.
 *
 * @returns Who is signed in.
 */
export function waitForCenter(center: CloudLink, options?: WaitOptions<SignedInUser>): Waiter<SignedInUser> {
  return startWaiting(
    center,
    {
      kind: 'center',
      target: {},
      what: 'the Center to answer',
      read: () => center.sessions.whoami({ retry: 0 }),
      look: (user) => ({ result: user }),
    },
    options,
  );
}

/**
 * Waits until a node runs another version than `from`, which was read before `software.upgrade`. The node is away meanwhile.
 *
 * @param target - `from`: `current_version` of `software.getVersion` before the upgrade. `node`: the node's origin, in a cluster.
 */
export function waitForUpgrade(
  center: CloudLink,
  target: { readonly from: SoftwareVersion['current_version']; readonly node?: string },
  options?: WaitOptions<SoftwareVersion>,
): Waiter<SoftwareVersion> {
  const before = JSON.stringify(target.from);
  return startWaiting(
    center,
    {
      kind: 'upgrade',
      target: { ...target },
      what: 'the new version to run',
      read: () => center.software.getVersion({ retry: 0, ...(target.node && { node: target.node }) }),
      look: (version) =>
        JSON.stringify(version.current_version) === before ? undefined : { result: version },
    },
    options,
  );
}
