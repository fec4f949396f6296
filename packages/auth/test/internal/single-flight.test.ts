import { expect, test } from 'vitest';
import { type Run, singleFlight } from '../../src/internal/single-flight.ts';
import { settle } from '../fake-center.ts';

/** Work that ends when the test says so, and ignores its signal. */
function setUp(timeout = 60_000) {
  const runs: { run: Run; finish: (value: string) => void }[] = [];
  const flight = singleFlight<string>((run) => {
    const { promise, resolve } = Promise.withResolvers<string>();
    runs.push({ run, finish: resolve });
    return promise;
  }, timeout);
  const nth = (index: number) => {
    const one = runs[index];
    if (!one) throw new Error(`run ${index} was not started`);
    return one;
  };
  const leaver = () => {
    const controller = new AbortController();
    const left = flight.join(controller.signal).catch((error: unknown) => error);
    return async () => {
      controller.abort('enough');
      await settle();
      return Promise.race([left, settle()]);
    };
  };
  return { flight, runs, nth, leaver };
}

test('callers share one run, which goes on while one of them waits', async () => {
  const { flight, runs, nth, leaver } = setUp();
  expect(flight.isRunning()).toBe(false);
  const [first, second] = [leaver(), leaver()];
  const third = flight.join().catch(() => 'failed');
  expect(flight.isRunning()).toBe(true);
  expect(await first()).toBe('enough');
  expect(await second()).toBe('enough');
  expect(nth(0).run.signal.aborted).toBe(false);
  expect(flight.isRunning()).toBe(true);
  nth(0).finish('done');
  expect(await third).toBe('done');
  expect(flight.isRunning()).toBe(false);
  expect(runs).toHaveLength(1);
});

test('a run that nobody waits for is stopped, and its end does not end the next one', async () => {
  const { flight, runs, nth, leaver } = setUp();
  const [first, second] = [leaver(), leaver()];
  await first();
  await second();
  expect(nth(0).run.signal.aborted).toBe(true);
  expect(flight.isRunning()).toBe(false);
  const next = flight.join().catch(() => 'failed');
  expect(runs).toHaveLength(2);
  nth(0).finish('too late');
  await settle();
  expect(flight.isRunning()).toBe(true);
  nth(1).finish('done');
  expect(await next).toBe('done');
});

test('a run that was sent goes on without callers, and later ones join it', async () => {
  const { flight, runs, nth, leaver } = setUp();
  const leave = leaver();
  nth(0).run.onSent();
  expect(await leave()).toBe('enough');
  expect(nth(0).run.signal.aborted).toBe(false);
  const later = flight.join().catch(() => 'failed');
  expect(runs).toHaveLength(1);
  nth(0).finish('done');
  expect(await later).toBe('done');
});

test('the time limit of a caller starts when the work asks', async () => {
  const { flight, nth } = setUp(10);
  const waiting = flight.join().catch((error: unknown) => error);
  nth(0).run.onAsking();
  expect(await waiting).toMatchObject({
    code: 'token_timeout',
    message: 'No answer within 10 ms',
    retryable: true,
  });
});

test('callers get the error of the work as it is', async () => {
  const error = new Error('refused');
  const flight = singleFlight(() => Promise.reject(error), 60_000);
  expect(await flight.join().catch((one: unknown) => one)).toBe(error);
  expect(flight.isRunning()).toBe(false);
});
