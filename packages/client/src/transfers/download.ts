/**
 * Downloads to a path. The file appears there only when it is complete.
 *
 * @module
 */
import { operations, type OperationId } from '@cloudlink-center/spec/operations';
import { fileProblem, TELLING_BYTES, withoutKeys } from '../call/file-answer.ts';
import type { CloudLinkCore } from '../client/create-core.ts';
import { CloudLinkError } from '../errors/cloudlink-error.ts';
import { malformedAnswer } from '../errors/failure-answer.ts';
import { piecesOfAnswer } from '../transport/read-body.ts';
import { type CallInput, type Received, type StreamedCall, streamedCall } from './streamed-call.ts';
import { openTarget } from './target-file.ts';
import type { TransferOptions } from './upload.ts';

/** A downloaded file. */
export interface Downloaded {
  /** Path of the file, as passed. */
  readonly path: string;
  /** Size of the file in bytes. */
  readonly bytes: number;
}

/** Options of downloads. */
export interface DownloadOptions extends TransferOptions {
  /**
   * Whether to replace an existing file when the download is complete. Default: false, because overwriting an
   * old backup key makes older backups useless.
   */
  overwrite?: boolean;
}

/**
 * Downloads a file of any size in chunks. Operations whose name begins with `create` create something new on
 * each call. Partial files that killed processes left of the same download are removed.
 *
 * @example
 *
 * ```ts
 * import { download } from '@cloudlink-center/client/transfers';
 *
 * const { bytes } = await download(center, 'backup.download', 'clc1.bak');
 * ```
 *
 * @param id - An operation that returns a file, such as `backup.download`.
 * @param to - Path of the file to write.
 * @throws TypeError when the operation does not return a file.
 * @throws An error of Node, before anything is sent, when the file cannot be created: code `EEXIST` when it
 *   exists.
 * @throws {@link CloudLinkError} `malformed_response` when the response is not a file, `unreachable` when the
 *   transfer was cut off. Both leave no file behind.
 */
export async function download(
  center: CloudLinkCore,
  id: OperationId,
  to: string,
  options: DownloadOptions & CallInput = {},
): Promise<Downloaded> {
  if (!Object.hasOwn(operations, id) || !operations[id].binary)
    throw new TypeError(`${id} does not return a file.`);
  const { path, query } = options;
  const input = { ...(path && { path }), ...(query && { query }) };
  return downloadTo(to, options, (receive) => streamedCall(center, { id, input, options }, receive));
}

/** @param call - Requests the file, once the target is open. */
export async function downloadTo(
  to: string,
  { overwrite = false, onProgress }: DownloadOptions,
  call: (receive: Receive) => Promise<number>,
): Promise<Downloaded> {
  await using target = await openTarget(to, overwrite);
  const bytes = await call(async (received, { id }) => {
    let written = 0;
    const total = lengthOf(received.response);
    for await (const piece of piecesOfFile(received, operations[id])) {
      await target.file.writeFile(piece);
      written += piece.byteLength;
      received.timer.restart();
      onProgress?.({ transferred: written, ...(total !== undefined && { total }) });
    }
    if (total !== undefined && written !== total)
      throw new CloudLinkError('unreachable', `The file was cut off: ${written} of ${total} bytes arrived.`);
    await target.complete();
    return written;
  });
  return { path: to, bytes };
}

type Receive = (received: Received, call: StreamedCall) => Promise<number>;

/** Size of the file, if the response has it. */
function lengthOf({ headers }: Response): number | undefined {
  const length = headers.get('content-length');
  return length === null || headers.has('content-encoding') ? undefined : Number(length);
}

/** Checks the beginning before returning anything. */
async function* piecesOfFile(
  { response, timer, mask }: Received,
  { method, path }: { readonly method: string; readonly path: string },
): AsyncGenerator<Uint8Array, void, undefined> {
  const { status } = response;
  const headers = Object.fromEntries(response.headers);
  const beginning: Uint8Array[] = [];
  let held = 0;
  let isFile = false;
  const check = (): void => {
    const start = Buffer.concat(beginning);
    const problem = fileProblem(path, { status, type: headers['content-type'], start });
    if (problem === undefined) isFile = true;
    else {
      const text = withoutKeys(mask(start.toString()));
      throw malformedAnswer({ method, path, answer: { status, headers }, text }, problem);
    }
  };
  for await (const piece of piecesOfAnswer(response, { timer, url: response.url, most: Infinity })) {
    if (isFile) yield piece;
    else {
      beginning.push(piece);
      held += piece.byteLength;
      if (held < TELLING_BYTES) continue;
      check();
      yield* beginning;
    }
  }
  if (isFile) return;
  check();
  yield* beginning;
}
