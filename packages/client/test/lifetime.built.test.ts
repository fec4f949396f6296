/**
 * Tests what a program sees of a call that fails while its client closes. It runs in workers that load the
 * build, because an unhandled rejection would end this process.
 */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';

test.each([false, true])(
  'a failing call that was returned rejects for its caller, with logoutOnDispose: %s',
  async (logoutOnDispose) => {
    const worker = new Worker(new URL('lifetime/returned-failure.ts', import.meta.url), {
      workerData: { logoutOnDispose },
    });
    const [outcome] = (await once(worker, 'message')) as unknown[];
    await worker.terminate();
    expect(outcome).toEqual({ caught: 404, unhandled: [] });
  },
);
