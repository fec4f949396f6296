import { expect, test } from 'vitest';
import { answerText } from '../../src/internal/answer-text.ts';

/** A response whose body comes in chunks of these lengths. */
function chunked(...lengths: number[]): Response {
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const length of lengths) controller.enqueue(new TextEncoder().encode('x'.repeat(length)));
      controller.close();
    },
  });
  return new Response(body);
}

test('reads a short answer whole, and of a long one little more than 64 KiB', async () => {
  const rows: [number[], number][] = [
    [[], 0],
    [[3, 4, 5], 12],
    [[65_536], 65_536],
    [[65_536, 10], 65_546],
    [[65_536, 10, 10], 65_546],
    [[65_535, 1, 7, 1000], 65_543],
    [[70_000, 1], 70_000],
  ];
  for (const [lengths, want] of rows)
    expect((await answerText(chunked(...lengths))).length, String(lengths)).toBe(want);
  expect(await answerText(new Response(null))).toBe('');
  expect(await answerText(new Response('grüße'))).toBe('grüße');
});
