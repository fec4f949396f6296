/**
 * Files to upload: looked at before anything is sent, and read piece by piece. What is wrong with them is told as it is.
 *
 * @module
 */
import { type FileHandle, open, stat } from 'node:fs/promises';

const PIECE_BYTES = 64 * 1024;

/**
 * Bytes of a file that can be sent.
 *
 * @throws TypeError when it is no regular file, or one without a size of its own; an error of Node when it cannot be read.
 */
export async function sizeOfFile(path: string): Promise<number> {
  // A pipe must not be opened: that waits until somebody writes.
  const found = await stat(path);
  if (!found.isFile()) {
    const kind = found.isDirectory() ? 'a directory' : 'no regular file';
    throw new TypeError(`${path} is ${kind}. Give the path of a file, or its content as a stream or bytes.`);
  }
  await using file = await open(path, 'r');
  if (found.size === 0 && !(await isAtEnd(file))) {
    throw new TypeError(
      `${path} has content but no size, as files of /proc do. Read it first, and give its bytes.`,
    );
  }
  return found.size;
}

/** @throws TypeError when the file has not the size that was announced: it has changed since. */
export async function* readFile(path: string, size: number): AsyncGenerator<Uint8Array, void, undefined> {
  await using file = await open(path, 'r');
  if (size === 0 && !(await isAtEnd(file))) throw changed(path, 'is no longer empty');
  let left = size;
  while (left > 0) {
    // A new buffer each time: the one before may still be on its way to the socket.
    const { bytesRead, buffer } = await file.read({ buffer: new Uint8Array(Math.min(left, PIECE_BYTES)) });
    if (bytesRead === 0) throw changed(path, `ended ${left} bytes early`);
    left -= bytesRead;
    // The last piece is held back until it is certain that it is the last.
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
    `${path} changed while it was sent: it ${how}. Copy it first, or give its content as a stream.`,
  );
}
