/**
 * Restores a Center, which may cut the connection after a successful restore.
 *
 * @module
 */
import type { CloudLinkCore } from '../client/create-core.ts';
import { internalsOf } from '../client/internals.ts';
import { type CloudLinkError, isCloudLinkError } from '../errors/cloudlink-error.ts';
import { type BeforeRestore, beforeRestore } from '../waits/wait-for-restore.ts';
import type { UploadSource } from './multipart.ts';
import { type TransferOptions, type TransferProgress, upload } from './upload.ts';

/**
 * How a restore ended. `confirmed`: the Center responded. `unknown`: there was no response after the whole
 * backup had been handed to the network.
 */
export type Restored =
  | { readonly outcome: 'confirmed' }
  | {
      readonly outcome: 'unknown';
      /** What is known, in a sentence. */
      readonly known: string;
      /** Origin of the node that was restored. */
      readonly node: string;
      /** For `waitForRestore`, which looks for evidence. */
      readonly before: BeforeRestore;
    };

/** Statuses of a proxy that stopped waiting for the Center, or lost the connection to it. */
const OF_A_PROXY: ReadonlySet<number> = new Set([502, 504]);

/**
 * Restores the Center from a backup. **Everything created after the backup is lost.** After a successful
 * restore the server may reset the connection instead of responding. A network failure looks the same, so the
 * outcome is then `unknown`, and `waitForRestore` looks for evidence.
 *
 * @example
 *
 * ```ts
 * import { restoreBackup } from '@cloudlink-center/client/transfers';
 *
 * const files = { backup_file: 'clc1.bak', key_file: 'backup-key.pem' };
 * await restoreBackup(center, files, { dryRun: true });
 * const { outcome } = await restoreBackup(center, files);
 * ```
 *
 * @throws {@link CloudLinkError} when the restore was refused, or when the connection was lost before the
 *   whole backup was handed to the network, so that the Center cannot have it.
 */
export async function restoreBackup(
  center: CloudLinkCore,
  files: { readonly backup_file: UploadSource; readonly key_file: UploadSource },
  options: TransferOptions & { readonly dryRun?: boolean } = {},
): Promise<Restored> {
  const { dryRun, onProgress, ...rest } = options;
  const { backup_file, key_file } = files;
  const node = options.node ?? internalsOf(center).nodes.current().origin;
  const before = dryRun === true ? {} : await beforeRestore(center, node);
  let handedOver: TransferProgress | undefined;
  try {
    await upload(
      center,
      'backup.restore',
      { backup_file, key_file },
      {
        ...rest,
        node,
        ...(dryRun !== undefined && { query: { dry_run: dryRun } }),
        onProgress(progress) {
          handedOver = progress;
          onProgress?.(progress);
        },
      },
    );
    return { outcome: 'confirmed' };
  } catch (error) {
    if (dryRun === true || !isCloudLinkError(error) || !isWithoutAnswer(error)) throw error;
    if (handedOver === undefined || handedOver.transferred < (handedOver.total ?? 0)) throw error;
    const known =
      `${handedOver.transferred} of ${handedOver.total ?? 'an unknown number of'} bytes of files were handed to the network. ` +
      `The Center may or may not have received and restored them: ${error.message}`;
    return { outcome: 'unknown', known, node, before };
  }
}

function isWithoutAnswer({ code, notSent, status }: CloudLinkError): boolean {
  if (notSent) return false;
  return code === 'unreachable' || code === 'timeout' || OF_A_PROXY.has(status ?? 0);
}
