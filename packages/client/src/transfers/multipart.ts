/**
 * Writes multipart form data in chunks: head, content and end of each part. Only one chunk is held in memory.
 *
 * @module
 */
import { basename } from 'node:path';
import { readFile, sizeOfFile } from './file-source.ts';

/**
 * A file to upload: its path, or its content. A stream can be read only once, so an upload with a stream is
 * not repeated after a 401.
 */
export type UploadSource = string | Blob | Uint8Array | ReadableStream<Uint8Array>;

/** A body that is sent in chunks. */
export interface PiecewiseBody {
  readonly type: string;
  /** Total size in bytes, when the size of every part is known. */
  readonly length: number | undefined;
  pieces(): AsyncIterable<Uint8Array>;
}

type Part = { name: string; head: Uint8Array; source: UploadSource; size: number | undefined };

const text = new TextEncoder();

/**
 * Checks every file before anything is sent.
 *
 * @param onBytes - Called for each chunk with the number of file bytes read so far.
 */
export async function multipart(
  sources: Readonly<Record<string, UploadSource>>,
  onBytes: (sent: number) => void,
): Promise<PiecewiseBody & { readonly fileBytes: number | undefined }> {
  const boundary = `cloudlink-${crypto.randomUUID()}`;
  const end = text.encode('\r\n');
  const tail = text.encode(`--${boundary}--\r\n`);
  const parts: Part[] = [];
  for (const [name, source] of Object.entries(sources)) {
    const head = text.encode(
      `--${boundary}\r\nContent-Disposition: form-data; name="${escaped(name)}"; filename="${escaped(fileName(name, source))}"\r\n` +
        'Content-Type: application/octet-stream\r\n\r\n',
    );
    parts.push({ name, head, source, size: await sizeOf(name, source) });
  }
  const fileBytes = sum(parts.map(({ size }) => size));
  const around = sum(parts.map(({ head }) => head.length + end.length)) ?? 0;
  return {
    type: `multipart/form-data; boundary=${boundary}`,
    fileBytes,
    length: fileBytes === undefined ? undefined : fileBytes + around + tail.length,
    async *pieces() {
      let sent = 0;
      for (const part of parts) {
        yield part.head;
        for await (const piece of contentOf(part)) {
          yield piece;
          sent += piece.byteLength;
          onBytes(sent);
        }
        yield end;
      }
      yield tail;
    },
  };
}

async function* contentOf({ name, source, size }: Part): AsyncGenerator<Uint8Array, void, undefined> {
  if (typeof source === 'string') yield* readFile(source, size ?? 0);
  else if (source instanceof Uint8Array) yield source;
  else {
    for await (const piece of 'stream' in source ? source.stream() : source) {
      if (!(piece instanceof Uint8Array))
        throw new TypeError(`The stream "${name}" must produce Uint8Array chunks, not ${typeof piece}.`);
      yield piece;
    }
  }
}

async function sizeOf(name: string, source: UploadSource): Promise<number | undefined> {
  if (typeof source === 'string') return sizeOfFile(source);
  if (source instanceof Uint8Array) return source.byteLength;
  if (isBlob(source)) return source.size;
  if (!isStream(source))
    throw new TypeError(`"${name}" must be the path of a file, a Blob, a File, bytes or a stream.`);
  if (source.locked) throw new TypeError(`The stream "${name}" is locked by another reader.`);
  return undefined;
}

/** Checked by their properties, because there may be several classes of that name. */
function isBlob(source: unknown): source is Blob {
  return has(source, 'stream') && typeof source.stream === 'function' && has(source, 'size');
}

function isStream(source: unknown): source is ReadableStream<Uint8Array> {
  return has(source, 'getReader') && typeof source.getReader === 'function';
}

function has<Name extends string>(value: unknown, name: Name): value is Record<Name, unknown> {
  return typeof value === 'object' && value !== null && name in value;
}

/** Whether the source can be read a second time. */
export function canReadAgain(source: UploadSource): boolean {
  return !isStream(source);
}

function sum(sizes: readonly (number | undefined)[]): number | undefined {
  return sizes.reduce<number | undefined>(
    (total, size) => (total === undefined || size === undefined ? undefined : total + size),
    0,
  );
}

function fileName(name: string, source: UploadSource): string {
  if (typeof source === 'string') return basename(source);
  return source instanceof File ? source.name : name;
}

/** As browsers do (HTML, "escape a multipart/form-data name"). */
function escaped(name: string): string {
  return name.replaceAll('\n', '%0A').replaceAll('\r', '%0D').replaceAll('"', '%22');
}
