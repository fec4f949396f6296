/**
 * Holds back token requests that could lock the account, or that a server has asked to delay.
 *
 * @module
 */
import { isErrorLike } from './error-like.ts';
import { AuthError } from '../auth-error.ts';
import type { Account } from './account.ts';
import { countingAttempts, nextAttemptAt, NO_ANSWER } from './failed-attempts.ts';
import type { Grant, Renewal } from './grant.ts';
import { pauseFor } from './waiting.ts';

export interface AccountGuard {
  readonly account: Account;
  /** First pause after a refusal, in milliseconds. */
  readonly pause: number;
  /** The longest `Retry-After` (ms) that a call waits for. If it is longer, calls fail at once. */
  readonly longestWait: number;
}

/** Sends one request of an account at a time. Rejects with the last error while nothing may be sent. */
export function guarded(
  { account, pause, longestWait }: AccountGuard,
  { signal, onSent }: Renewal,
  secret: string,
  send: () => Promise<Grant>,
): Promise<Grant> {
  return account.inTurn(async () => {
    const tag = account.tagOf(secret);
    const now = account.now();
    account.attempts = countingAttempts(account.attempts, now, pause);
    const retryAt = nextAttemptAt(account.attempts, tag, now, pause);
    if (retryAt > now) throw notSentAgain(account.error, retryAt);
    await waitWhenAsked(account, longestWait, signal);
    signal.throwIfAborted();
    onSent();
    try {
      const grant = await send();
      // The secret is right, so its earlier failures no longer count.
      account.attempts = account.attempts.filter((one) => one.tag !== tag);
      return grant;
    } catch (error) {
      // The exchange and the parser throw only AuthErrors, apart from bugs.
      account.error = error as AuthError;
      const weight = weightOf(account.error);
      if (weight > 0) account.attempts = [...account.attempts, { tag, at: account.now(), weight }];
      throw error;
    }
  });
}

async function waitWhenAsked({ now, error }: Account, longest: number, signal: AbortSignal): Promise<void> {
  const wait = (error?.retryAt ?? 0) - now();
  if (wait > longest) throw error;
  if (wait > 0) await pauseFor(wait, signal);
}

/** @param last - Missing if only another process has failed. */
function notSentAgain(last: AuthError | undefined, retryAt: number): AuthError {
  const { status, oauthError } = last ?? {};
  const retryable = last !== undefined && hasNoAnswer(last);
  const code = retryable ? last.code : 'token_refused';
  const what = retryable ? 'Requests got no answer' : 'The secret was refused';
  const time = new Date(retryAt).toISOString();
  const message = `${what} before. Next attempt: ${time}, or when the secret changes. The account may be locked`;
  return new AuthError(code, message, { status, oauthError, retryable, retryAt, cause: last });
}

function hasNoAnswer({ code }: AuthError): boolean {
  return code === 'token_unreachable' || code === 'token_timeout';
}

/** OAuth errors that mean a wrong secret or a locked account. */
const REFUSALS = /^(invalid_(client|grant)|unauthorized(_client)?|access_denied)$/;

/**
 * How much a failure counts: 1 if the server has counted a wrong secret, less if it may have, 0 if it has
 * not.
 */
function weightOf(error: AuthError): number {
  const { status, oauthError = '', cause } = error;
  // These statuses count whatever the body says.
  if (status === 401 || status === 403 || REFUSALS.test(oauthError)) return 1;
  return hasNoAnswer(error) && !wasNotSent(cause) ? NO_ANSWER : 0;
}

/** Whether an error happened before anything was sent. */
function wasNotSent(error: unknown): boolean {
  if (!isErrorLike(error)) return false;
  // Fields of the error of `fetch`: the client's transport sets `notSent`, Node sets `code`.
  const { notSent, code, cause } = error as { notSent?: unknown; code?: unknown; cause?: unknown };
  return notSent === true || code === 'ECONNREFUSED' || code === 'ENOTFOUND' || wasNotSent(cause);
}
