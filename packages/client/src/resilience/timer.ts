/**
 * The timers of calls. A call in flight needs two, and nearly none ever fires, so they are kept in lists of the same length with one timer of
 * the runtime for each list, and make an AbortSignal only for who asks for one.
 *
 * @module
 */

/** Longer ones overflow, and would fire at once. */
const LONGEST_MS = 2 ** 31 - 1;

/** The reason of an abort by one of our own timers; never seen by callers. */
export class TimeLimitReached extends Error {
  override readonly name = 'TimeLimitReached';
}

/** Who is to hear of the end of a timer. */
export interface TimerListener {
  onTimerEnd(reason: unknown): void;
}

/** Ends with its parent, or when its time is up, whichever comes first. */
export class Timer {
  readonly #milliseconds: number;
  readonly #parent: AbortSignal | Timer | undefined;
  readonly #follow = (): void => this.#end(this.#parent?.reason);
  #controller: AbortController | undefined;
  #listener: TimerListener | undefined;
  #child: Timer | undefined;
  #list: TimerList | undefined;
  /** When its time is up, on the clock of `performance.now()`. */
  due = 0;
  ended = false;
  /** Why it has ended. */
  reason: unknown;

  /** @param isDeferred - Something else ends before it: it counts from now, and watches from `begin` on. */
  constructor(milliseconds: number, parent?: AbortSignal | Timer, isDeferred = false) {
    this.#milliseconds = milliseconds;
    this.#parent = parent;
    if (parent instanceof Timer) parent.#child = this;
    else parent?.addEventListener('abort', this.#follow, { once: true });
    if (parent instanceof Timer ? parent.ended : parent?.aborted) this.#follow();
    else if (isDeferred) this.due = performance.now() + milliseconds;
    else this.#start(milliseconds);
  }

  /** Watches what is left of a deferred time. */
  begin(): void {
    if (!this.ended && this.#list === undefined) this.#start(this.due - performance.now());
  }

  /** A signal for who needs one. */
  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    if (this.ended) this.#controller.abort(this.reason);
    return this.#controller.signal;
  }

  /** One listener, told at once when the timer has ended already; the next one takes its place. */
  tell(listener: TimerListener | undefined): void {
    this.#listener = listener;
    if (this.ended) listener?.onTimerEnd(this.reason);
  }

  throwIfEnded(): void {
    if (this.ended) throw this.reason;
  }

  /** Starts the time anew, at a sign of life from something that may take any time: the time of its parent no longer counts, its end does. */
  restart(): void {
    if (this.#parent instanceof Timer) this.#parent.#list?.delete(this.#parent);
    this.#list?.delete(this);
    if (!this.ended) this.#start(this.#milliseconds);
  }

  stop(): void {
    this.#list?.delete(this);
    if (this.#parent instanceof Timer) this.#parent.#child = undefined;
    else this.#parent?.removeEventListener('abort', this.#follow);
  }

  /** For the list: the time is up. */
  expire(): void {
    this.#end(new TimeLimitReached());
  }

  #start(milliseconds: number): void {
    if (milliseconds > LONGEST_MS) return;
    this.#list = listOf(Math.max(milliseconds, 1));
    this.#list.add(this);
  }

  #end(reason: unknown): void {
    if (this.ended) return;
    this.ended = true;
    this.reason = reason;
    this.#list?.delete(this);
    this.#controller?.abort(reason);
    this.#listener?.onTimerEnd(reason);
    if (this.#child !== undefined) this.#child.#follow();
  }
}

/** Timers of the same length: the first to start is the first to end, so one timer of the runtime serves them all. */
class TimerList {
  readonly #milliseconds: number;
  readonly #timers = new Set<Timer>();
  #timeout: ReturnType<typeof setTimeout> | undefined;

  constructor(milliseconds: number) {
    this.#milliseconds = milliseconds;
  }

  add(timer: Timer): void {
    timer.due = performance.now() + this.#milliseconds;
    this.#timers.add(timer);
    if (this.#timeout === undefined) this.#arm(this.#milliseconds);
    else if (this.#timers.size === 1) keepAlive(this.#timeout, true);
  }

  delete(timer: Timer): void {
    // The runtime's timer is left to run out: the next call will need it.
    if (this.#timers.delete(timer) && this.#timers.size === 0 && this.#timeout !== undefined)
      keepAlive(this.#timeout, false);
  }

  #arm(milliseconds: number): void {
    this.#timeout = setTimeout(() => this.#fire(), milliseconds);
  }

  #fire(): void {
    this.#timeout = undefined;
    const now = performance.now();
    const expired: Timer[] = [];
    for (const timer of this.#timers) {
      if (timer.due > now) {
        this.#arm(timer.due - now);
        break;
      }
      this.#timers.delete(timer);
      expired.push(timer);
    }
    if (this.#timeout === undefined) lists.delete(this.#milliseconds);
    for (const timer of expired) timer.expire();
  }
}

const lists = new Map<number, TimerList>();

function listOf(milliseconds: number): TimerList {
  const list = lists.get(milliseconds) ?? new TimerList(milliseconds);
  lists.set(milliseconds, list);
  return list;
}

/** Whether a timer keeps the process alive; a page has numbers for timers, and nothing to keep. */
function keepAlive(timeout: unknown, isKept: boolean): void {
  // What Node, Bun and Deno have.
  const timer = timeout as { ref?(): void; unref?(): void };
  if (isKept) timer.ref?.();
  else timer.unref?.();
}

/** Waits, 24 days at the most, or rejects with the signal's reason. */
export async function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  signal?.throwIfAborted();
  await new Promise<void>((resolve, reject) => {
    const abort = (): void => {
      clearTimeout(timer);
      reject(signal?.reason as Error);
    };
    const timer = setTimeout(
      () => {
        signal?.removeEventListener('abort', abort);
        resolve();
      },
      Math.min(milliseconds, LONGEST_MS),
    );
    signal?.addEventListener('abort', abort, { once: true });
  });
}
