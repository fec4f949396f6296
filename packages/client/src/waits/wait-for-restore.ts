/**
 * Looks for evidence that a restore worked, because a Center that restores itself may cut the connection
 * instead of responding.
 *
 * @module
 */
import type { AccessToken } from '@cloudlink-center/auth';
import type { BackupInfo } from '@cloudlink-center/spec';
import type { Node } from '../call/node.ts';
import type { CloudLinkCore } from '../client/create-core.ts';
import { internalsOf } from '../client/internals.ts';
import type { CloudLinkError } from '../errors/cloudlink-error.ts';
import { Timer } from '../resilience/timer.ts';
import { ACCEPT } from '../sign-in/signed-in.ts';
import { startWaiting, type Waiter, type WaitOptions } from './poll.ts';

/**
 * What the Center reported about its backups before a restore, as plain data. After the restore it reports
 * something else.
 */
export interface BeforeRestore {
  /** Time of the newest backup and id of the key pair. Absent when they could not be read. */
  readonly backup?: Pick<BackupInfo, 'current_backup_file_time' | 'key_pair_id'>;
}

/** What each read checks for evidence. */
export interface AfterRestore extends BeforeRestore {
  /** Whether the token from before the restore is refused although it has not expired. */
  readonly isSessionEnded: boolean;
}

/**
 * `evident`: there was no response, but `evidence` shows that the Center was restored, or at least restarted.
 * `unknown`: there is no evidence, and `check` says what to look at.
 */
export type RestoreEnd =
  | {
      readonly outcome: 'evident';
      /**
       * `sessions_ended`: the token from before the restore is refused. `backups_changed`: the Center reports
       * older backups or another key pair.
       */
      readonly evidence: 'sessions_ended' | 'backups_changed';
    }
  | { readonly outcome: 'unknown'; readonly check: string };

const TIMEOUT_MS = 15 * 60_000;
const REFUSAL_LIMIT_MS = 10_000;
// By the object that `restoreBackup` returns. A token must not be part of plain data.
const tokens = new WeakMap<BeforeRestore, AccessToken>();

/** Reads what to compare with after the restore. It may be empty if nothing can be read. */
export async function beforeRestore(center: CloudLinkCore, node: string | undefined): Promise<BeforeRestore> {
  const before = { ...(await backupOf(center, node).catch(() => undefined)) };
  const token = nodeOf(center, node).auth.peek();
  if (token !== undefined) tokens.set(before, token);
  return before;
}

/**
 * Waits for evidence that a restore without a response worked, while the Center restarts. Without evidence it
 * does not reject: the outcome is `unknown`.
 *
 * @example
 *
 * ```ts
 * import { waitForRestore } from '@cloudlink-center/client';
 * import { restoreBackup } from '@cloudlink-center/client/transfers';
 *
 * const restored = await restoreBackup(center, { backup_file: 'clc1.bak', key_file: 'backup-key.pem' });
 * if (restored.outcome === 'unknown') console.log(await waitForRestore(center, restored));
 * ```
 *
 * @param before - From `restoreBackup`, or its plain data in another process, where ended sessions cannot be
 *   detected.
 * @param options - `timeout` defaults to 900,000 (15 minutes).
 * @throws {@link CloudLinkError} when a call is refused.
 */
export function waitForRestore(
  center: CloudLinkCore,
  { before, node }: { readonly before: BeforeRestore; readonly node?: string },
  options: WaitOptions<AfterRestore> = {},
): Waiter<RestoreEnd> {
  const token = tokens.get(before);
  return startWaiting<AfterRestore, RestoreEnd>(
    center,
    {
      kind: 'restore',
      target: { before, ...(node && { node }) },
      what: 'evidence of the restore',
      async read() {
        const isSessionEnded = token !== undefined && (await isRefused(nodeOf(center, node), token));
        return { isSessionEnded, ...(isSessionEnded ? {} : await backupOf(center, node)) };
      },
      look(now) {
        if (now.isSessionEnded) return { result: { outcome: 'evident', evidence: 'sessions_ended' } };
        if (hasOtherBackups(before, now))
          return { result: { outcome: 'evident', evidence: 'backups_changed' } };
        return undefined;
      },
      atEnd: (outage) => ({ outcome: 'unknown', check: checkOf(outage) }),
    },
    { timeout: TIMEOUT_MS, ...options },
  );
}

async function backupOf(center: CloudLinkCore, node: string | undefined): Promise<BeforeRestore> {
  const { data, error } = await center.GET('/backup/info', { retry: 0, ...(node && { node }) });
  if (error !== undefined) throw error;
  const { current_backup_file_time, key_pair_id } = data;
  return {
    backup: {
      ...(current_backup_file_time !== undefined && { current_backup_file_time }),
      ...(key_pair_id !== undefined && { key_pair_id }),
    },
  };
}

/** A newer backup may have been created meanwhile. An older one is the newest only after a restore. */
function hasOtherBackups({ backup: before }: BeforeRestore, { backup: now }: BeforeRestore): boolean {
  if (before === undefined || now === undefined) return false;
  if (before.key_pair_id !== undefined && before.key_pair_id !== now.key_pair_id) return true;
  const [earlier, later] = [before, now].map(({ current_backup_file_time }) =>
    Date.parse(current_backup_file_time ?? ''),
  );
  return Number(later) < Number(earlier);
}

function checkOf(outage: CloudLinkError | undefined): string {
  const away = outage === undefined ? '' : `The Center does not respond yet (${outage.message}). `;
  return (
    `${away}Check the audit trail (iterateActions) for "Start restore process" and its result, and whether machines or users of the backup are there that the ` +
    'Center did not have before. Do not repeat the restore until then.'
  );
}

/** Whether the Center refuses a token that has not expired. */
async function isRefused(node: Node, token: AccessToken): Promise<boolean> {
  const timer = new Timer(REFUSAL_LIMIT_MS);
  try {
    const answer = await node.transport.send({
      method: 'GET',
      url: `${node.restUrl}/auth`,
      headers: { accept: ACCEPT, authorization: `Bearer ${token.value}` },
      body: undefined,
      sending: { timer, phase: 'sign-in' },
    });
    return answer.status === 401 && (token.expiresAt ?? Number.POSITIVE_INFINITY) > Date.now();
  } catch (error) {
    if (error === timer.reason) return false;
    throw error;
  } finally {
    timer.stop();
  }
}

function nodeOf(center: CloudLinkCore, origin: string | undefined): Node {
  const { nodes } = internalsOf(center);
  return origin === undefined ? nodes.current() : nodes.named(origin);
}
