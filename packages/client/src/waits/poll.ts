/**
 * Looks again and again until something is so: fast at first, then slower, with jitter. What to look at and when it is good is
 * in the waiters.
 *
 * @module
 */
import { internalsOf } from '../client/internals.ts';
import { pause } from '../resilience/timer.ts';
import { WaitError } from './wait-error.ts';

/** Options of every waiter. */
export interface WaitOptions<Seen> {
  /** Ends the waiting, with `signal.reason`. The work on the Center goes on. */
  signal?: AbortSignal;
  /** Milliseconds to wait at the most. Default: one hour. */
  timeout?: number;
  /** Milliseconds between two looks. Default: half a second at first, growing to 15 s. */
  interval?: number;
  /** Is told what was seen, at each look. */
  onProgress?: (seen: Seen) => void;
}

/** A promise that can be put down: `state` is plain data for `resumeWait`, also in another process. */
export interface Waiter<Result> extends Promise<Result> {
  readonly state: WaitState;
}

/** What a waiter waits for, as plain data. */
export interface WaitState {
  readonly kind: string;
  /** Which disk, machine and so on. */
  readonly target: Readonly<Record<string, unknown>>;
  /** Until when, in milliseconds since the epoch. */
  readonly until: number;
}

/** One look: the result when it is good, or nothing to look again. Throws a {@link WaitError} when it can never be. */
export type Look<Seen, Result> = (seen: Seen) => { result: Result } | undefined;

export interface Wait<Seen, Result> {
  readonly kind: string;
  readonly target: Readonly<Record<string, unknown>>;
  /** For messages, such as `disk 402653184001 to be encrypted`. */
  readonly what: string;
  /** May be put off for `within` milliseconds, so that others can share it. */
  readonly read: (within: number) => Promise<Seen>;
  readonly look: Look<Seen, Result>;
}

const DEFAULT_TIMEOUT_MS = 3_600_000;
const FIRST_MS = 500;
const LONGEST_MS = 15_000;
const FIRST_WITHIN_MS = 5;

/**
 * @param options - `until`, which only `resumeWait` gives: the end of a wait that began earlier.
 * @throws TypeError on a limit that is no positive number.
 */
export function startWaiting<Seen, Result>(
  center: object,
  wait: Wait<Seen, Result>,
  options: WaitOptions<Seen> & { readonly until?: number } = {},
): Waiter<Result> {
  const { until = Date.now() + (options.timeout ?? DEFAULT_TIMEOUT_MS) } = options;
  for (const name of ['timeout', 'interval'] as const) {
    const value = options[name];
    if (value !== undefined && !(value > 0)) throw new TypeError(`${name} must be milliseconds above 0.`);
  }
  const { lifetime } = internalsOf(center);
  const state: WaitState = { kind: wait.kind, target: wait.target, until };
  return Object.assign(poll(wait, options, until, lifetime.signal), { state });
}

async function poll<Seen, Result>(
  { read, look, what }: Wait<Seen, Result>,
  { signal, interval, onProgress }: WaitOptions<Seen>,
  until: number,
  closed: AbortSignal,
): Promise<Result> {
  // Between two looks, the end of the client ends the waiting.
  const ends = signal === undefined ? closed : AbortSignal.any([signal, closed]);
  for (let looks = 0; ; looks += 1) {
    signal?.throwIfAborted();
    const step = interval ?? Math.min(LONGEST_MS, FIRST_MS * 1.5 ** looks) * (0.8 + 0.4 * Math.random());
    const seen = await orAborted(read(looks === 0 ? FIRST_WITHIN_MS : step / 4), signal);
    onProgress?.(seen);
    const end = look(seen);
    if (end !== undefined) return end.result;
    const left = until - Date.now();
    if (left <= 0)
      throw new WaitError('timeout', `Waited in vain for ${what}. The work may still go on.`, seen);
    await pause(Math.min(step, left), ends);
  }
}

/** An abort ends the waiting; the read itself may serve others. */
function orAborted<Seen>(reading: Promise<Seen>, signal: AbortSignal | undefined): Promise<Seen> {
  if (signal === undefined) return reading;
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason as Error);
    signal.addEventListener('abort', abort, { once: true });
    reading.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
