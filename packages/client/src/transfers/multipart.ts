/**
 * Multipart form data piece by piece: head, pieces of the file, tail, one part after the other. Never more than a piece is held.
 *
 * @module
 */
import { open, stat } from 'node:fs/promises';
import { basename } from 'node:path';

/** A file to upload: the path of one, or its content. A stream can be read once, so its upload is not repeated after a 401. */
export type UploadSource = string | Blob | Uint8Array | ReadableStream<Uint8Array>;

/** A body to send piece by piece. */
export interface PiecewiseBody {
  readonly type: string;
  /** Bytes altogether, when every part's size is known. */
  readonly length: number | undefined;
  pieces(): AsyncIterable<Uint8Array>;
}

type Part = { head: Uint8Array; source: UploadSource; size: number | undefined };

const PIECE_BYTES = 64 * 1024;
const text = new TextEncoder();

/**
 * Looks at every file before anything is sent.
 *
 * @param onBytes - Is told how many bytes of files have been read, at each piece.
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
    parts.push({ head, source, size: await sizeOf(source) });
  }
  const fileBytes = sum(parts.map(({ size }) => size));
  const around = sum(parts.map(({ head }) => head.length + end.length)) ?? 0;
  return {
    type: `multipart/form-data; boundary=${boundary}`,
    fileBytes,
    length: fileBytes === undefined ? undefined : fileBytes + around + tail.length,
    async *pieces() {
      let sent = 0;
      for (const { head, source } of parts) {
        yield head;
        for await (const piece of contentOf(source)) {
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

async function* contentOf(source: UploadSource): AsyncGenerator<Uint8Array, void, undefined> {
  if (typeof source === 'string') yield* readFile(source);
  else if (source instanceof Uint8Array) yield source;
  else yield* source instanceof Blob ? source.stream() : source;
}

async function* readFile(path: string): AsyncGenerator<Uint8Array, void, undefined> {
  await using file = await open(path, 'r');
  for (;;) {
    // A new buffer each time: the one before may still be on its way to the socket.
    const { bytesRead, buffer } = await file.read({ buffer: new Uint8Array(PIECE_BYTES) });
    if (bytesRead === 0) return;
    yield buffer.subarray(0, bytesRead);
  }
}

async function sizeOf(source: UploadSource): Promise<number | undefined> {
  if (typeof source === 'string') return (await stat(source)).size;
  if (source instanceof Blob) return source.size;
  return source instanceof Uint8Array ? source.byteLength : undefined;
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

/** As browsers do it (HTML, "escape a multipart/form-data name"). */
function escaped(name: string): string {
  return name.replaceAll('\n', '%0A').replaceAll('\r', '%0D').replaceAll('"', '%22');
}
