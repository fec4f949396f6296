/**
 * Reads request bodies, within limits: JSON and forms into memory, uploads to disk.
 *
 * @module
 */
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** Limit of bodies in memory: 8 MiB. */
const BODY_LIMIT: number = 8 * 1024 * 1024;

/** A body that is too long or malformed. */
export class BodyProblem extends Error {
  readonly status: 400 | 413;

  constructor(status: 400 | 413, message: string) {
    super(message);
    this.status = status;
  }
}

/** A file of a multipart body. It stays on disk until the response. */
export interface Upload {
  readonly path: string;
  readonly filename: string;
  readonly size: number;
}

export interface Multipart {
  readonly fields: ReadonlyMap<string, string>;
  readonly files: ReadonlyMap<string, Upload>;
  /** Removes the files. */
  dispose(): void;
}

/** @throws {@link BodyProblem} 413 if the body is longer than {@link BODY_LIMIT}. */
export async function readText(message: IncomingMessage, limit: number = BODY_LIMIT): Promise<string> {
  const announced = Number(message.headers['content-length'] ?? 0);
  if (announced > limit) throw new BodyProblem(413, `The body is longer than ${limit} bytes.`);
  const chunks: Buffer[] = [];
  let length = 0;
  // The chunks are buffers, since no encoding is set.
  for await (const chunk of message as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > limit) throw new BodyProblem(413, `The body is longer than ${limit} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Whether the request has a body. */
export function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

/**
 * Streams the files of a multipart body to disk.
 *
 * @throws {@link BodyProblem} 400 if it is malformed.
 */
export async function readMultipart(message: IncomingMessage): Promise<Multipart> {
  // Without a boundary the parser would wait forever.
  if (!/boundary="?[^";\s]/.test(message.headers['content-type'] ?? ''))
    throw new BodyProblem(400, 'The form has no boundary.');
  const { Busboy } = await import('@fastify/busboy');
  const folder = mkdtempSync(join(tmpdir(), 'cloudlink-upload-'));
  const fields = new Map<string, string>();
  const files = new Map<string, Upload>();
  const writes: Promise<void>[] = [];
  const write = async (name: string, stream: NodeJS.ReadableStream, filename: string): Promise<void> => {
    const path = join(folder, String(writes.length));
    const target = createWriteStream(path);
    await pipeline(stream, target);
    files.set(name, { path, filename, size: target.bytesWritten });
  };
  const dispose = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    // busboy checks `content-type`, and throws without it.
    const parser = Busboy({
      headers: { ...message.headers, 'content-type': message.headers['content-type'] ?? '' },
      limits: { fieldSize: BODY_LIMIT, parts: 100 },
    });
    parser.on('field', (name: string, value: string) => void fields.set(name, value));
    parser.on('file', (name: string, stream: NodeJS.ReadableStream, filename: string) => {
      writes.push(write(name, stream, filename));
    });
    await pipeline(message, parser);
    await Promise.all(writes);
    return { fields, files, dispose };
  } catch (error) {
    await Promise.allSettled(writes);
    dispose();
    throw new BodyProblem(
      400,
      `The form is malformed: ${error instanceof Error ? error.message : 'unreadable'}`,
    );
  }
}
