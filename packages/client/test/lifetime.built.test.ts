/**
 * What a program hears of a call that fails while its client closes. In workers, which load what is built,
 * since a rejection that nobody hears of would end this process.
 */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';

test.each([false, true])(
  'a call that fails is told to whoever returned it, with logoutOnDispose: %s',
  async (logoutOnDispose) => {
    const worker = new Worker(new URL('lifetime/returned-failure.ts', import.meta.url), {
      workerData: { logoutOnDispose },
    });
    const [outcome] = (await once(worker, 'message')) as unknown[];
    await worker.terminate();
    expect(outcome).toEqual({ caught: 404, unhandled: [] });
  },
);
