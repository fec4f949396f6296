/**
 * Uploads: licences, certificates, backups, upgrades.
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

/** How far a transfer is. */
export interface TransferProgress {
  /** Bytes of files so far. */
  readonly transferred: number;
  /** Bytes altogether, when that is known. */
  readonly total?: number;
}

/** Options of transfers. */
export interface TransferOptions {
  /** Ends the transfer, with `signal.reason`. */
  signal?: AbortSignal;
  /** Milliseconds without progress after which a transfer is given up. Default: that of the operation. */
  timeout?: number;
  /** Origin of the node, one of the client's `baseUrl` list. */
  node?: string;
  /** Is told how far the transfer is, at each piece. */
  onProgress?: (progress: TransferProgress) => void;
}

/**
 * Uploads files piece by piece, however big they are: `upload(center, 'licenses.upload', { file: 'licence.bin' })`.
 *
 * @param parts - Names of the operation's parts, and for each the path of a file, a Blob, a File, bytes or a stream.
 * @returns What the operation answers; `undefined` for an empty success.
 * @throws TypeError when the operation takes no files, a part is unknown, or a file is none or changes meanwhile; an error of Node when a file
 * cannot be read; what a stream throws; `CloudLinkError` as every call.
 */
export async function upload(
  center: CloudLinkCore,
  id: OperationId,
  parts: Readonly<Record<string, UploadSource>>,
  options: TransferOptions & CallInput = {},
): Promise<unknown> {
  if (!Object.hasOwn(operations, id) || operations[id].requestType !== 'multipart/form-data')
    throw new TypeError(`${id} takes no files.`);
  const { path, query, onProgress } = options;
  let alive: (() => void) | undefined;
  // Before anything is sent: a file that is missing is no failure of the Center.
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
