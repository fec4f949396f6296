/**
 * Restoring a Center, which may cut the connection when it has worked.
 *
 * @module
 */
import type { CloudLinkCore } from '../client/create-core.ts';
import { isCloudLinkError } from '../errors/cloudlink-error.ts';
import type { UploadSource } from './multipart.ts';
import { type TransferOptions, upload } from './upload.ts';

/** How a restore ended: `confirmed` by an answer, or `unconfirmed`, when the connection broke after everything was sent. */
export interface Restored {
  readonly outcome: 'confirmed' | 'unconfirmed';
}

/**
 * Restores the Center from a backup. **What was made after the backup is lost.** On success the server may reset the connection
 * instead of answering: then the outcome is `unconfirmed`, and `waitForCenter` tells when the Center answers again.
 *
 * @throws `CloudLinkError` when it was refused, or when the connection broke before everything was sent.
 */
export async function restoreBackup(
  center: CloudLinkCore,
  files: { readonly backup_file: UploadSource; readonly key_file: UploadSource },
  options: TransferOptions & { readonly dryRun?: boolean } = {},
): Promise<Restored> {
  const { dryRun, onProgress, ...rest } = options;
  const { backup_file, key_file } = files;
  let transferred = 0;
  let total: number | undefined;
  try {
    await upload(
      center,
      'backup.restore',
      { backup_file, key_file },
      {
        ...rest,
        ...(dryRun !== undefined && { query: { dry_run: dryRun } }),
        onProgress(progress) {
          ({ transferred, total } = progress);
          onProgress?.(progress);
        },
      },
    );
    return { outcome: 'confirmed' };
  } catch (error) {
    const isCut = isCloudLinkError(error) && error.code === 'unreachable' && !error.notSent;
    if (isCut && !dryRun && total !== undefined && transferred === total) return { outcome: 'unconfirmed' };
    throw error;
  }
}
