/**
 * Downloads to a path: the file is there when it is complete, and not before.
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

/** A file that has arrived. */
export interface Downloaded {
  readonly path: string;
  readonly bytes: number;
}

/** Options of downloads. */
export interface DownloadOptions extends TransferOptions {
  /**
   * Whether a file that is there already is replaced, when the new one is complete. Default: false, since a new backup key in the place of
   * the old one makes older backups useless.
   */
  overwrite?: boolean;
}

/**
 * Downloads a file piece by piece: `download(center, 'backup.download', 'clc1.bak')`. Operations whose name begins with `create` make
 * something new at each call. What a process that was killed has left of the same download is removed.
 *
 * @throws TypeError when the operation answers with no file; an error of Node, before anything is asked for, when the file cannot be made, with
 * code `EEXIST` when it exists; `CloudLinkError` `malformed_response` when what came is no file, and `unreachable` when the
 * transfer was cut: both leave no file behind.
 */
export async function download(
  center: CloudLinkCore,
  id: OperationId,
  to: string,
  options: DownloadOptions & CallInput = {},
): Promise<Downloaded> {
  if (!Object.hasOwn(operations, id) || !operations[id].binary)
    throw new TypeError(`${id} answers with no file.`);
  const { path, query } = options;
  const input = { ...(path && { path }), ...(query && { query }) };
  return downloadTo(to, options, (receive) => streamedCall(center, { id, input, options }, receive));
}

/** @param call - Asks for the file, once there is a place for it. */
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
      throw new CloudLinkError('unreachable', `The file was cut: ${written} of ${total} bytes came.`);
    await target.complete();
    return written;
  });
  return { path: to, bytes };
}

type Receive = (received: Received, call: StreamedCall) => Promise<number>;

/** Of the file, when the answer says it. */
function lengthOf({ headers }: Response): number | undefined {
  const length = headers.get('content-length');
  return length === null || headers.has('content-encoding') ? undefined : Number(length);
}

/** Looks at the beginning before anything of it is handed out. */
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
