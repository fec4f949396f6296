/**
 * Reads the beginning of a response, so that no server can exhaust the memory.
 *
 * @module
 */

/** The most bytes that are read, plus at most one chunk. */
const LONGEST_ANSWER = 65_536;

export function answerText({ body }: Response): Promise<string> {
  let left = LONGEST_ANSWER;
  const limit = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform(chunk, out) {
      out.enqueue(chunk);
      left -= chunk.length;
      if (left < 0) out.terminate();
    },
  });
  return new Response(body?.pipeThrough(limit)).text();
}
