/**
 * Polls until a condition holds: often at first, then less often, with jitter. Outages of the Center do not
 * end it. The waiters define what to read and when to stop.
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
  /** Aborts the wait, which then rejects with `signal.reason`. The work on the Center continues. */
  signal?: AbortSignal;
  /**
   * Time limit in milliseconds; `Infinity` for none. The first read always has 10 s. Default: 3,600,000 (one
   * hour).
   */
  timeout?: number;
  /** Milliseconds between two reads. Default: 500 at first, growing to 15,000. */
  interval?: number;
  /** Called with the result of each read. */
  onProgress?: (seen: Seen) => void;
  /**
   * Called for each read that fails because the Center is unavailable. The wait continues within its time
   * limit.
   */
  onOutage?: (error: CloudLinkError) => void;
}

/**
 * A promise whose state can be saved and resumed: `state` is plain data for `resumeWait`, which also works in
 * another process.
 */
export interface Waiter<Result> extends Promise<Result> {
  /** The state of the wait, for `resumeWait`. */
  readonly state: WaitState;
}

/** What a waiter waits for, as plain data that can be written as JSON. */
export interface WaitState {
  /** Which waiter it is, such as `disk`. */
  readonly kind: string;
  /** The disk, machine or other object of the wait. */
  readonly target: Readonly<Record<string, unknown>>;
  /** When the wait times out, in milliseconds since the epoch; `null` for never. */
  readonly until: number | null;
}

/**
 * Decides about a read: returns the result when the wait is over, or `undefined` to read again. Throws a
 * {@link WaitError} when the wait cannot succeed.
 */
export type Look<Seen, Result> = (seen: Seen) => { result: Result } | undefined;

export interface Wait<Seen, Result> {
  readonly kind: string;
  readonly target: Readonly<Record<string, unknown>>;
  /** Completes "Timed out waiting for ...", such as `disk 402653184001 to be encrypted`. */
  readonly what: string;
  /** The read may be delayed by `within` milliseconds, so that others can share it. */
  readonly read: (within: number) => Promise<Seen>;
  readonly look: Look<Seen, Result>;
  /** The result after the time limit. If absent, the wait fails with a timeout. */
  readonly atEnd?: (outage: CloudLinkError | undefined) => Result;
}

const DEFAULT_TIMEOUT_MS = 3_600_000;
const FIRST_MS = 500;
const LONGEST_MS = 15_000;
const FIRST_WITHIN_MS = 5;
const FIRST_READ_MS = 10_000;

/**
 * @param options - Only `resumeWait` sets `until`: the end of a wait that began earlier.
 * @throws TypeError when a limit is not a positive number.
 */
export function startWaiting<Seen, Result>(
  center: object,
  wait: Wait<Seen, Result>,
  options: WaitOptions<Seen> & { readonly until?: number | null } = {},
): Waiter<Result> {
  for (const name of ['timeout', 'interval'] as const) {
    const value = options[name];
    if (value !== undefined && !(value > 0))
      throw new TypeError(`${name} must be a number of milliseconds above 0.`);
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
  // Between two reads, closing the client ends the wait.
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

/**
 * Returns what was read, or the error of an outage, or nothing when the time is up. An abort ends the wait,
 * but not the read, which may be shared.
 */
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

/** @throws WaitError unless the wait defines a result for its time limit. */
function endOf<Seen, Result>(
  { what, atEnd }: Wait<Seen, Result>,
  seen: Seen | undefined,
  outage: CloudLinkError | undefined,
): Result {
  if (atEnd !== undefined) return atEnd(outage);
  const away = outage === undefined ? '' : ` The last read failed: ${outage.message}`;
  const message = `Timed out waiting for ${what}. The work may continue.${away}`;
  throw new WaitError('timeout', message, seen, outage);
}
