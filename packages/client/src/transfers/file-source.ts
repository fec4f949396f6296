/**
 * Files to upload. They are checked before anything is sent, and read in chunks. Their errors reach the
 * caller unchanged.
 *
 * @module
 */
import { type FileHandle, open, stat } from 'node:fs/promises';

const PIECE_BYTES = 64 * 1024;

/**
 * Returns the size of a file in bytes.
 *
 * @throws TypeError when it is not a regular file, or reports no size of its own; an error of Node when it
 *   cannot be read.
 */
export async function sizeOfFile(path: string): Promise<number> {
  // A pipe must not be opened, because that blocks until somebody writes.
  const found = await stat(path);
  if (!found.isFile()) {
    const kind = found.isDirectory() ? 'a directory' : 'not a regular file';
    throw new TypeError(`${path} is ${kind}. Pass the path of a file, or its content as a stream or bytes.`);
  }
  await using file = await open(path, 'r');
  if (found.size === 0 && !(await isAtEnd(file))) {
    throw new TypeError(
      `${path} has content but no size, as files of /proc do. Read it first and pass its bytes.`,
    );
  }
  return found.size;
}

/** @throws TypeError when the file no longer has its announced size. */
export async function* readFile(path: string, size: number): AsyncGenerator<Uint8Array, void, undefined> {
  await using file = await open(path, 'r');
  if (size === 0 && !(await isAtEnd(file))) throw changed(path, 'is no longer empty');
  let left = size;
  while (left > 0) {
    // A new buffer each time, because the previous one may still be in use by the socket.
    const { bytesRead, buffer } = await file.read({ buffer: new Uint8Array(Math.min(left, PIECE_BYTES)) });
    if (bytesRead === 0) throw changed(path, `ended ${left} bytes early`);
    left -= bytesRead;
    // The last chunk is held back until it is certain that nothing follows.
    if (left === 0 && !(await isAtEnd(file))) throw changed(path, `has more than ${size} bytes now`);
    yield buffer.subarray(0, bytesRead);
  }
}

async function isAtEnd(file: FileHandle): Promise<boolean> {
  const { bytesRead } = await file.read({ buffer: new Uint8Array(1) });
  return bytesRead === 0;
}

function changed(path: string, how: string): TypeError {
  return new TypeError(
    `${path} changed while it was sent: it ${how}. Copy it first, or pass its content as a stream.`,
  );
}
