/**
 * A dispatcher without connections: a test gives the events of each request, in any order and at any time,
 * which a server cannot.
 */
import type { Dispatcher } from '#undici';

export interface Dispatched {
  readonly options: Dispatcher.DispatchOptions;
  readonly handler: Required<Dispatcher.DispatchHandler>;
  readonly controller: Dispatcher.DispatchController;
  /** What the handler did: `pause`, `resume`, and the reasons of aborts. */
  readonly done: unknown[];
  start(): void;
  respond(status: number, headers?: Record<string, string | string[]>, statusText?: string): void;
  data(piece: string | Buffer): void;
  end(): void;
  fail(error: Error): void;
}

export interface ScriptedDispatcher {
  readonly dispatcher: Dispatcher;
  readonly dispatched: Dispatched[];
}

export function scriptedDispatcher(): ScriptedDispatcher {
  const dispatched: Dispatched[] = [];
  const dispatch: Dispatcher['dispatch'] = (options, handler) => {
    dispatched.push(eventsOf(options, handler));
    return true;
  };
  // Only this method is used.
  return { dispatcher: { dispatch } as Dispatcher, dispatched };
}

function eventsOf(options: Dispatcher.DispatchOptions, given: Dispatcher.DispatchHandler): Dispatched {
  const done: unknown[] = [];
  const controller: Dispatcher.DispatchController = {
    aborted: false,
    paused: false,
    reason: null,
    abort: (reason) => void done.push(reason),
    pause: () => void done.push('pause'),
    resume: () => void done.push('resume'),
  };
  // The handlers under test have what the tests call.
  const handler = given as Required<Dispatcher.DispatchHandler>;
  return {
    options,
    handler,
    controller,
    done,
    start: () => handler.onRequestStart(controller, undefined),
    respond: (status, headers = {}, statusText = '') =>
      handler.onResponseStart(controller, status, headers, statusText),
    data: (piece) => handler.onResponseData(controller, Buffer.from(piece)),
    end: () => handler.onResponseEnd(controller, {}),
    fail: (error) => handler.onResponseError(controller, error),
  };
}

/** Lets everything happen that waits for nothing outside. */
export async function settle(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

/** The same as the promise, which must be settled by now: a test that waits for nothing cannot hang. */
export function settled<Result>(promise: Promise<Result>): Promise<Result> {
  const late = settle().then(() => Promise.reject<Result>(new Error('still pending')));
  return Promise.race([promise, late]);
}
