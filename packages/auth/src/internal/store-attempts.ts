/**
 * Operations of a store that may fail: each bounded in time, failures told once, and none of them ends a sign-in.
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
  /** A token that must not come out of an error. */
  readonly token?: string;
}

/** Resolves to undefined when the operation fails, or when one before it has failed. */
export type Attempt = <T>(operation: Operation<T>) => Promise<T | undefined>;

/** Milliseconds. */
export const DEFAULT_STORE_TIMEOUT = 5000;
export const LONGEST_STORE_TIMEOUT = 10_000;

/** Is told of failures. */
export type FailureHook = ((error: AuthError) => void) | undefined;

/**
 * @param limit - Milliseconds for each operation.
 * @returns Starts a row of operations; after one that failed, the others of the row are not tried.
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
  const message = `The token store failed to ${name}; this process goes on without it`;
  const cause = sanitized(error, token ?? '');
  // Whatever looks like a token may be one.
  for (let one: unknown = cause; isErrorLike(one); one = one.cause)
    one.message = redactLongWords(one.message);
  try {
    hook?.(new AuthError('store_failed', message, { retryable: true, cause }));
  } catch {
    // A hook that fails must not end a sign-in.
  }
}
