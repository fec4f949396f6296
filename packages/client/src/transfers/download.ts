/**
 * Downloads to a path: the file is there when it is complete, and not before.
 *
 * @module
 */
import { randomUUID } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { operations, type OperationId } from '@cloudlink-center/spec/operations';
import type { CloudLinkCore } from '../client/create-core.ts';
import { CloudLinkError } from '../errors/cloudlink-error.ts';
import type { Timer } from '../resilience/timer.ts';
import { type CallInput, streamedCall } from './streamed-call.ts';
import type { TransferOptions } from './upload.ts';

/** A file that has arrived. */
export interface Downloaded {
  readonly path: string;
  readonly bytes: number;
}

/**
 * Downloads a file piece by piece: `download(center, 'backup.download', 'clc1.bak')`. Operations whose name begins with `create` make
 * something new at each call. A file that is there already is replaced, when the new one is complete.
 *
 * @throws TypeError when the operation answers with no file; `CloudLinkError` `unreachable` when the transfer was cut, which leaves no
 * file behind; an error of Node when the file cannot be written.
 */
export function download(
  center: CloudLinkCore,
  id: OperationId,
  to: string,
  options: TransferOptions & CallInput = {},
): Promise<Downloaded> {
  if (!Object.hasOwn(operations, id) || !operations[id].binary)
    throw new TypeError(`${id} answers with no file.`);
  const { path, query } = options;
  const input = { ...(path && { path }), ...(query && { query }) };
  return streamedCall(center, { id, input, options }, (response, timer) =>
    store(response, to, timer, options),
  );
}

export async function store(
  response: Response,
  to: string,
  timer: Timer,
  { onProgress }: TransferOptions,
): Promise<Downloaded> {
  const length = response.headers.get('content-length');
  const isCoded = response.headers.has('content-encoding');
  const total = length === null || isCoded ? undefined : Number(length);
  const part = `${to}.${randomUUID()}.part`;
  try {
    let bytes = 0;
    {
      await using file = await open(part, 'wx', 0o600);
      for await (const piece of response.body ?? []) {
        await file.writeFile(piece);
        bytes += piece.byteLength;
        timer.restart();
        onProgress?.({ transferred: bytes, ...(total !== undefined && { total }) });
      }
      if (total !== undefined && bytes !== total)
        throw new CloudLinkError('unreachable', `The file was cut: ${bytes} of ${total} bytes came.`);
      await file.sync();
    }
    await rename(part, to);
    return { path: to, bytes };
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}
