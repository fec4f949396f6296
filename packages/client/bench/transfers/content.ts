/**
 * Content that is different in each piece, and the same in each run. Started by itself, it makes a file of
 * that content and prints its hash, or compares one.
 *
 * @module
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';

export const PIECE = 1024 * 1024;

export function* pieces(count: number): Generator<Buffer, void, undefined> {
  const piece = Buffer.alloc(PIECE);
  for (let index = 0; index < piece.length; index += 1) piece[index] = (index * 31) % 251;
  for (let index = 0; index < count; index += 1) {
    // A copy, since the one before may still be on its way.
    const next = Buffer.from(piece);
    next.writeUInt32BE(index, 0);
    yield next;
  }
}

if (import.meta.main) {
  const [, , what, path = '', count] = process.argv;
  const wanted = createHash('sha256');
  for (const piece of pieces(Number(count))) wanted.update(piece);
  const sha256 = wanted.digest('hex');
  if (what === 'make') {
    await using file = await open(path, 'w');
    for (const piece of pieces(Number(count))) await file.writeFile(piece);
    console.log(JSON.stringify({ sha256 }));
  } else {
    const found = createHash('sha256');
    for await (const piece of createReadStream(path)) found.update(piece as Buffer);
    console.log(JSON.stringify({ isWhole: found.digest('hex') === sha256 }));
  }
}
