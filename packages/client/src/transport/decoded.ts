/**
 * Takes content encodings away, as fetch does.
 *
 * @module
 */

/** @throws Error when the bytes are not in that encoding, or end too early. An encoding that nobody knows is left in place. */
export async function decoded(bytes: Buffer, encoding: string | string[]): Promise<Buffer> {
  const names = [encoding]
    .flat()
    .join(',')
    .toLowerCase()
    .split(',')
    .map((name) => name.trim());
  if (bytes.length === 0) return bytes;
  const { brotliDecompress, gunzip, inflate, inflateRaw } = await import('node:zlib');
  const { promisify } = await import('node:util');
  let body = bytes;
  // The last one was applied last.
  for (const name of names.toReversed()) {
    if (name === 'gzip' || name === 'x-gzip') body = await promisify(gunzip)(body);
    else if (name === 'br') body = await promisify(brotliDecompress)(body);
    // Some servers leave the header of zlib away.
    else if (name === 'deflate')
      body = await promisify(((body[0] ?? 0) & 15) === 8 ? inflate : inflateRaw)(body);
    else if (name !== '' && name !== 'identity') return bytes;
  }
  return body;
}
