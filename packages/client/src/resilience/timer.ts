/**
 * The timers of calls. Each call in flight needs two, and almost none of them ever fires. So timers of the
 * same length share one runtime timer, and an `AbortSignal` is created only on request.
 *
 * @module
 */

/** Longer delays overflow and would fire at once. */
const LONGEST_MS = 2 ** 31 - 1;

/** The abort reason of our own timers. Callers never see it. */
export class TimeLimitReached extends Error {
  override readonly name = 'TimeLimitReached';
}

/** Is notified when a timer ends. */
export interface TimerListener {
  onTimerEnd(reason: unknown): void;
}

/** Ends with its parent or when its time is up, whichever comes first. */
export class Timer {
  readonly #milliseconds: number;
  readonly #parent: AbortSignal | Timer | undefined;
  readonly #follow = (): void => this.#end(this.#parent?.reason);
  #controller: AbortController | undefined;
  #listener: TimerListener | undefined;
  #child: Timer | undefined;
  #list: TimerList | undefined;
  /** When the time is up, on the clock of `performance.now()`. */
  due = 0;
  ended = false;
  /** Why the timer ended. */
  reason: unknown;

  /**
   * @param isDeferred - The time counts from now, but the runtime timer starts with `begin`, because another
   *   limit ends first.
   */
  constructor(milliseconds: number, parent?: AbortSignal | Timer, isDeferred = false) {
    this.#milliseconds = milliseconds;
    this.#parent = parent;
    if (parent instanceof Timer) parent.#child = this;
    else parent?.addEventListener('abort', this.#follow);
    if (parent instanceof Timer ? parent.ended : parent?.aborted) this.#follow();
    else if (isDeferred) this.due = performance.now() + milliseconds;
    else this.#start(milliseconds);
  }

  /** Starts the runtime timer for the rest of a deferred time. */
  begin(): void {
    if (!this.ended && this.#list === undefined) this.#start(this.due - performance.now());
  }

  /** An `AbortSignal` that aborts when the timer ends, created on first use. */
  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    if (this.ended) this.#controller.abort(this.reason);
    return this.#controller.signal;
  }

  /** Sets the listener, replacing the previous one. It is called at once if the timer has already ended. */
  tell(listener: TimerListener | undefined): void {
    this.#listener = listener;
    if (this.ended) listener?.onTimerEnd(this.reason);
  }

  throwIfEnded(): void {
    if (this.ended) throw this.reason;
  }

  /**
   * Restarts the time after progress of a transfer, which may take any time. The parent's time no longer
   * counts, but its end still does.
   */
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

  /** Called by the list when the time is up. */
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

/** Timers of the same length end in the order in which they started, so one runtime timer serves them all. */
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
    // The runtime timer keeps running, because the next call will need it.
    if (this.#timers.delete(timer) && this.#timers.size === 0) keepAlive(this.#timeout, false);
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

/** Sets whether a timer keeps the process alive. Browser timers are numbers and have no such switch. */
function keepAlive(timeout: unknown, isKept: boolean): void {
  // The methods of timers on Node, Bun and Deno.
  const timer = timeout as { ref?(): void; unref?(): void };
  if (isKept) timer.ref?.();
  else timer.unref?.();
}

/** Waits for at most 24 days. Rejects with the signal's reason when it aborts. */
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
    signal?.addEventListener('abort', abort);
  });
}
