/**
 * Waiters for work of the Center itself: moving keys, backups, diagnostics, upgrades and restarts.
 *
 * @module
 */
import type { BackupInfo, Diagnostics, KeyMove, SignedInUser, SoftwareVersion } from '@cloudlink-center/spec';
import type { CloudLink } from '../client/create-cloudlink.ts';
import { startWaiting, type Waiter, type WaitOptions } from './poll.ts';
import { readShared } from './shared-reads.ts';

/**
 * Waits until no keys are being moved between keystores.
 *
 * @example
 *
 * ```ts
 * import { waitForKeyMove } from '@cloudlink-center/client';
 *
 * await waitForKeyMove(center, { timeout: 10 * 60_000 });
 * ```
 *
 * @returns The state of the last key move.
 * @throws {@link WaitError} `timeout`; {@link CloudLinkError} when a call fails.
 */
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

/**
 * Waits until no backup is being created. `backup.generate` starts one.
 *
 * @example
 *
 * ```ts
 * import { waitForBackup } from '@cloudlink-center/client';
 *
 * await center.backup.generate();
 * const { current_backup_file_time } = await waitForBackup(center);
 * ```
 *
 * @returns What the Center reports about its backups.
 * @throws {@link WaitError} `timeout`; {@link CloudLinkError} when a call fails.
 */
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

/**
 * Waits until the diagnostics package is ready for download. `diagnostics.generate` starts it.
 *
 * @example
 *
 * ```ts
 * import { waitForDiagnostics } from '@cloudlink-center/client';
 *
 * await center.diagnostics.generate();
 * await waitForDiagnostics(center);
 * ```
 *
 * @throws {@link WaitError} `timeout`; {@link CloudLinkError} when a call fails.
 */
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
 * Waits until the Center responds to a signed-in call, for example after a restart, a restore or a new
 * certificate.
 *
 * @example
 *
 * ```ts
 * import { waitForCenter } from '@cloudlink-center/client';
 *
 * await waitForCenter(center, { timeout: 15 * 60_000, onOutage: (error) => console.warn(error.code) });
 * ```
 *
 * @returns The signed-in user.
 * @throws {@link WaitError} `timeout`; {@link CloudLinkError} when a call is refused.
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
 * Waits until a node runs another version than `from`. The node is unavailable for a while.
 *
 * @example
 *
 * ```ts
 * import { waitForUpgrade } from '@cloudlink-center/client';
 *
 * const { current_version: from } = await center.software.getVersion();
 * await center.software.upgrade();
 * const { current_version } = await waitForUpgrade(center, { from });
 * ```
 *
 * @param target - `from`: `current_version` from `software.getVersion`, read before `software.upgrade`.
 *   `node`: origin of the node, in a cluster.
 * @throws {@link WaitError} `timeout`; {@link CloudLinkError} when a call is refused.
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
