/**
 * Reads the body of a `Response` as bytes, with a sign of life at each piece.
 *
 * @module
 */

export async function readBytes(
  response: Response,
  onProgress: (() => void) | undefined,
): Promise<Uint8Array<ArrayBuffer>> {
  onProgress?.();
  // Not every fetch gives a stream.
  if (response.body === undefined || onProgress === undefined) return bytesOf(response);
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  // Safari's streams cannot be iterated over.
  const reader = response.body?.getReader();
  for (let piece = await reader?.read(); piece?.done === false; piece = await reader?.read()) {
    onProgress();
    pieces.push(piece.value);
  }
  return new Blob(pieces).arrayBuffer().then((buffer) => new Uint8Array(buffer));
}

async function bytesOf(response: Response): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await response.arrayBuffer());
}
