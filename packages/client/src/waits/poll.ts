/**
 * Polls until a condition holds: fast at first, then slower, with jitter. It lives through outages of the Center. What to read and when it is good is
 * in the waiters.
 *
 * @module
 */
import { internalsOf } from '../client/internals.ts';
import { type CloudLinkError, isCloudLinkError } from '../errors/cloudlink-error.ts';
import { pause, TimeLimitReached, Timer } from '../resilience/timer.ts';
import { isOutage } from './outage.ts';
import { WaitError } from './wait-error.ts';

/** Options of every waiter. */
export interface WaitOptions<Seen> {
  /** Ends the waiting, with `signal.reason`. The work on the Center goes on. */
  signal?: AbortSignal;
  /** Milliseconds to wait at the most; `Infinity` for no limit. The first read is given 10 s in any case. Default: one hour. */
  timeout?: number;
  /** Milliseconds between two reads. Default: half a second at first, growing to 15 s. */
  interval?: number;
  /** Is told what was seen, at each read. */
  onProgress?: (seen: Seen) => void;
  /** Is told of each read that failed because the Center is away. The waiting goes on, within its time. */
  onOutage?: (error: CloudLinkError) => void;
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
  /** Until when, in milliseconds since the epoch; `null` for no limit. */
  readonly until: number | null;
}

/** Judges what was read: the result when it is good, or nothing to read again. Throws a {@link WaitError} when it can never be. */
export type Look<Seen, Result> = (seen: Seen) => { result: Result } | undefined;

export interface Wait<Seen, Result> {
  readonly kind: string;
  readonly target: Readonly<Record<string, unknown>>;
  /** For messages, such as `disk 402653184001 to be encrypted`. */
  readonly what: string;
  /** May be put off for `within` milliseconds, so that others can share it. */
  readonly read: (within: number) => Promise<Seen>;
  readonly look: Look<Seen, Result>;
  /** The result when the time is up. Absent: that is an error. */
  readonly atEnd?: (outage: CloudLinkError | undefined) => Result;
}

const DEFAULT_TIMEOUT_MS = 3_600_000;
const FIRST_MS = 500;
const LONGEST_MS = 15_000;
const FIRST_WITHIN_MS = 5;
const FIRST_READ_MS = 10_000;

/**
 * @param options - `until`, which only `resumeWait` gives: the end of a wait that began earlier.
 * @throws TypeError on a limit that is no positive number.
 */
export function startWaiting<Seen, Result>(
  center: object,
  wait: Wait<Seen, Result>,
  options: WaitOptions<Seen> & { readonly until?: number | null } = {},
): Waiter<Result> {
  for (const name of ['timeout', 'interval'] as const) {
    const value = options[name];
    if (value !== undefined && !(value > 0)) throw new TypeError(`${name} must be milliseconds above 0.`);
  }
  const { until = Date.now() + (options.timeout ?? DEFAULT_TIMEOUT_MS) } = options;
  const end = until ?? Number.POSITIVE_INFINITY;
  const { lifetime } = internalsOf(center);
  // JSON has no Infinity.
  const state: WaitState = { kind: wait.kind, target: wait.target, until: end === Infinity ? null : end };
  return Object.assign(poll(wait, options, end, lifetime.signal), { state });
}

async function poll<Seen, Result>(
  wait: Wait<Seen, Result>,
  { signal, interval, onProgress, onOutage }: WaitOptions<Seen>,
  until: number,
  closed: AbortSignal,
): Promise<Result> {
  // Between two reads, the end of the client ends the waiting.
  const ends = signal === undefined ? closed : AbortSignal.any([signal, closed]);
  let seen: Seen | undefined;
  let outage: CloudLinkError | undefined;
  for (let reads = 0; ; reads += 1) {
    signal?.throwIfAborted();
    const step = interval ?? Math.min(LONGEST_MS, FIRST_MS * 1.5 ** reads) * (0.8 + 0.4 * Math.random());
    const left = Math.max(until - Date.now(), reads === 0 ? FIRST_READ_MS : 0);
    const read = await readWithin(left, wait.read(reads === 0 ? FIRST_WITHIN_MS : step / 4), signal);
    if (read !== undefined) ({ seen = seen, outage } = read);
    if (read?.outage !== undefined) onOutage?.(read.outage);
    if (read?.seen !== undefined) {
      onProgress?.(read.seen);
      const end = wait.look(read.seen);
      if (end !== undefined) return end.result;
    }
    if (read === undefined || until <= Date.now()) return endOf(wait, seen, outage);
    await pause(Math.min(step, until - Date.now()), ends);
  }
}

type Read<Seen> = { readonly seen?: Seen; readonly outage?: CloudLinkError };

/** What was read, or why the Center is away; nothing when the time is up. An abort ends the waiting; the read itself may serve others. */
function readWithin<Seen>(
  milliseconds: number,
  reading: Promise<Seen>,
  signal: AbortSignal | undefined,
): Promise<Read<Seen> | undefined> {
  const timer = new Timer(milliseconds, signal);
  return new Promise<Read<Seen> | undefined>((resolve, reject) => {
    timer.tell({
      onTimerEnd: (reason) => (reason instanceof TimeLimitReached ? resolve(undefined) : reject(reason)),
    });
    reading.then(
      (seen) => resolve({ seen }),
      (error: unknown) =>
        isCloudLinkError(error) && isOutage(error) ? resolve({ outage: error }) : reject(error as Error),
    );
  }).finally(() => timer.stop());
}

/** @throws WaitError unless the wait has a result for this. */
function endOf<Seen, Result>(
  { what, atEnd }: Wait<Seen, Result>,
  seen: Seen | undefined,
  outage: CloudLinkError | undefined,
): Result {
  if (atEnd !== undefined) return atEnd(outage);
  const away = outage === undefined ? '' : ` The Center was away: ${outage.message}`;
  const message = `Timed out waiting for ${what}. The work may still go on.${away}`;
  throw new WaitError('timeout', message, seen, outage);
}
