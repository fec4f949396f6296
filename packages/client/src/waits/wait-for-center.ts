/**
 * Work of the Center itself: moving keys, backups, diagnostics, upgrades, and answering again after it was away.
 *
 * @module
 */
import { isAuthError } from '@cloudlink-center/auth';
import type { BackupInfo, Diagnostics, KeyMove, SignedInUser, SoftwareVersion } from '@cloudlink-center/spec';
import type { CloudLink } from '../client/create-cloudlink.ts';
import { type CloudLinkError, isCloudLinkError } from '../errors/cloudlink-error.ts';
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
export function waitForCenter(
  center: CloudLink,
  options?: WaitOptions<SignedInUser | undefined>,
): Waiter<SignedInUser> {
  return startWaiting(
    center,
    {
      kind: 'center',
      target: {},
      what: 'the Center to answer',
      read: () => orAway(center.sessions.whoami({ retry: 0 })),
      look: (user) => (user === undefined ? undefined : { result: user }),
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
  options?: WaitOptions<SoftwareVersion | undefined>,
): Waiter<SoftwareVersion> {
  const before = JSON.stringify(target.from);
  return startWaiting(
    center,
    {
      kind: 'upgrade',
      target: { ...target },
      what: 'the new version to run',
      read: () => orAway(center.software.getVersion({ retry: 0, ...(target.node && { node: target.node }) })),
      look: (version) =>
        version === undefined || JSON.stringify(version.current_version) === before
          ? undefined
          : { result: version },
    },
    options,
  );
}

/** Nothing while the Center is away; any other failure stays one. */
async function orAway<Seen>(call: Promise<Seen>): Promise<Seen | undefined> {
  try {
    return await call;
  } catch (error) {
    if (isCloudLinkError(error) && isAway(error)) return undefined;
    throw error;
  }
}

/** A proxy in front of a Center that starts answers 5xx or a page of its own, and so may the Center. */
function isAway({ code, status = 0, cause }: CloudLinkError): boolean {
  if (code === 'sign_in_failed') return isAuthError(cause) && cause.retryable;
  return code === 'unreachable' || code === 'timeout' || code === 'malformed_response' || status >= 500;
}
