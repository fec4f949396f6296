/**
 * Uploads files: licences, certificates, backups, upgrades.
 *
 * @module
 */
import { operations, type OperationId } from '@cloudlink-center/spec/operations';
import type { CloudLinkCore } from '../client/create-core.ts';
import { traitsOf } from '../call/call-traits.ts';
import { parseAnswer } from '../call/parse-answer.ts';
import { malformedAnswer } from '../errors/failure-answer.ts';
import { canReadAgain, multipart, type UploadSource } from './multipart.ts';
import { type CallInput, streamedCall } from './streamed-call.ts';

/** Progress of a transfer. */
export interface TransferProgress {
  /** Bytes of files transferred so far. */
  readonly transferred: number;
  /** Total bytes of files, when known. */
  readonly total?: number;
}

/** Options of transfers. */
export interface TransferOptions {
  /** Aborts the transfer, which then rejects with `signal.reason`. */
  signal?: AbortSignal;
  /**
   * Milliseconds without progress after which the transfer fails. Default: 30,000; 900,000 (15 minutes) for
   * slow operations.
   */
  timeout?: number;
  /** Origin of the node, one of the client's `baseUrl` list. */
  node?: string;
  /** Called for each chunk with the progress of the transfer. */
  onProgress?: (progress: TransferProgress) => void;
}

/**
 * Uploads files of any size in chunks.
 *
 * @example
 *
 * ```ts
 * import { upload } from '@cloudlink-center/client/transfers';
 *
 * await upload(
 *   center,
 *   'software.upload',
 *   { iso: 'clc-8.2.iso' },
 *   { onProgress: ({ transferred, total }) => console.log(transferred, 'of', total) },
 * );
 * ```
 *
 * @param id - An operation that takes files, such as `licenses.upload`.
 * @param parts - For each part of the operation: the path of a file, a Blob, a File, bytes or a stream.
 * @returns The response of the operation; `undefined` when its body is empty.
 * @throws TypeError when the operation does not take files, a part is not a file, or a file changes during
 *   the upload.
 * @throws An error of Node when a file cannot be read; the error of a stream when it fails.
 * @throws {@link CloudLinkError} as for every call.
 */
export async function upload(
  center: CloudLinkCore,
  id: OperationId,
  parts: Readonly<Record<string, UploadSource>>,
  options: TransferOptions & CallInput = {},
): Promise<unknown> {
  if (!Object.hasOwn(operations, id) || operations[id].requestType !== 'multipart/form-data')
    throw new TypeError(`${id} does not take files.`);
  const { path, query, onProgress } = options;
  let alive: (() => void) | undefined;
  // Read before anything is sent, because a missing file is not a failure of the Center.
  const body = await multipart(parts, (transferred) => {
    alive?.();
    const total = body.fileBytes;
    onProgress?.({ transferred, ...(total !== undefined && { total }) });
  });
  return streamedCall(
    center,
    {
      id,
      input: { ...(path && { path }), ...(query && { query }) },
      options,
      replayable: Object.values(parts).every(canReadAgain),
      body(timer) {
        alive = () => timer.restart();
        return body;
      },
    },
    async ({ response, text, mask }) => {
      const { method, path: template } = operations[id];
      const answered = await text();
      const isPlain = response.headers.get('content-type')?.startsWith('text/plain') === true;
      const parsed = parseAnswer(answered, traitsOf(method, template).text && isPlain);
      if ('data' in parsed) return parsed.data;
      const answer = { status: response.status, headers: Object.fromEntries(response.headers) };
      const failed = { method, path: template, answer, text: mask(answered) };
      throw malformedAnswer(failed, parsed.problem);
    },
  );
}
