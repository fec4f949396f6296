/**
 * `@cloudlink-center/client/transfers`: files of any size, on Node. Every name below is public API.
 *
 * @module
 */
export { download, type Downloaded, type DownloadOptions } from './transfers/download.ts';
export { downloadByLink } from './transfers/download-by-link.ts';
export type { UploadSource } from './transfers/multipart.ts';
export { restoreBackup, type Restored } from './transfers/restore-backup.ts';
export type { CallInput } from './transfers/streamed-call.ts';
export { upload, type TransferOptions, type TransferProgress } from './transfers/upload.ts';
