/**
 * Store operations that may fail. Each has a time limit, a failure is reported once, and none of them ends a
 * sign-in.
 *
 * @module
 */
import { isErrorLike } from './error-like.ts';
import { AuthError } from '../auth-error.ts';
import { redactLongWords, sanitized } from './redaction.ts';
import { untilAborted } from './waiting.ts';

/** One operation of a store. */
export interface Operation<T> {
  /** For the message: get, set, delete, lock or unlock. */
  readonly name: string;
  readonly work: (until: AbortSignal) => T | Promise<T>;
  /** Milliseconds. Default: the store's time limit. */
  readonly limit?: number;
  /** A token that is masked in errors. */
  readonly token?: string;
}

/** Resolves to undefined if the operation or an earlier one has failed. */
export type Attempt = <T>(operation: Operation<T>) => Promise<T | undefined>;

/** Milliseconds. */
export const DEFAULT_STORE_TIMEOUT = 5000;
export const LONGEST_STORE_TIMEOUT = 10_000;

/** Called with failures. */
export type FailureHook = ((error: AuthError) => void) | undefined;

/**
 * @param limit - Time limit of each operation, in milliseconds.
 * @returns A function that starts a series of operations. After a failure, the rest of the series is skipped.
 */
export function storeAttempts(limit: number, hook: FailureHook): () => Attempt {
  let isTold = false;
  return () => {
    let isDown = false;
    return async (operation) => {
      if (isDown) return undefined;
      const until = AbortSignal.timeout(operation.limit ?? limit);
      try {
        const result = await untilAborted(Promise.resolve(operation.work(until)), until);
        isTold = false;
        return result;
      } catch (error) {
        isDown = true;
        if (!isTold) tell(hook, operation, error);
        isTold = true;
        return undefined;
      }
    };
  };
}

function tell(hook: FailureHook, { name, token }: Operation<unknown>, error: unknown): void {
  const message = `The token store failed to ${name}: this process uses its own token`;
  const cause = sanitized(error, token ?? '');
  // Anything that looks like a token may be one.
  for (let one: unknown = cause; isErrorLike(one); one = one.cause)
    one.message = redactLongWords(one.message);
  try {
    hook?.(new AuthError('store_failed', message, { retryable: true, cause }));
  } catch {
    // Errors thrown by hooks are ignored.
  }
}
