/**
 * Lets a token request through only when it can neither lock the account nor disturb a server that asked to wait.
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
  /** Milliseconds of the first pause after a refusal. */
  readonly pause: number;
  /** The longest time (ms) for which a server's wish to wait is obeyed by waiting; beyond, calls fail at once. */
  readonly longestWait: number;
}

/** Sends in turn. Rejects with what is remembered when nothing may be sent yet. */
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
      // The secret is right: what failed with it counts no more.
      account.attempts = account.attempts.filter((one) => one.tag !== tag);
      return grant;
    } catch (error) {
      // The exchange and the reading of its answer throw nothing else, but for defects.
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

/** @param last - Absent when only another process has failed. */
function notSentAgain(last: AuthError | undefined, retryAt: number): AuthError {
  const { status, oauthError } = last ?? {};
  const retryable = last !== undefined && hasNoAnswer(last);
  const code = retryable ? last.code : 'token_refused';
  const what = retryable ? 'not answered' : 'refused';
  const time = new Date(retryAt).toISOString();
  const message = `The secret was ${what} before. Next attempt: ${time}, or when it changes. The account may be locked`;
  return new AuthError(code, message, { status, oauthError, retryable, retryAt, cause: last });
}

function hasNoAnswer({ code }: AuthError): boolean {
  return code === 'token_unreachable' || code === 'token_timeout';
}

/** The server's words for a wrong secret or a locked account. */
const REFUSALS = /^(invalid_(client|grant)|unauthorized(_client)?|access_denied)$/;

/** How much a failure counts: 1 when the server has counted a wrong secret, less when it may have, 0 when it has not. */
function weightOf(error: AuthError): number {
  const { status, oauthError = '', cause } = error;
  // Whatever the body says.
  if (status === 401 || status === 403 || REFUSALS.test(oauthError)) return 1;
  return hasNoAnswer(error) && !wasNotSent(cause) ? NO_ANSWER : 0;
}

/** Whether an error says that it happened before anything was sent. */
function wasNotSent(error: unknown): boolean {
  if (!isErrorLike(error)) return false;
  // Fields of whatever fetch threw: `notSent` is that of the client's transport, `code` that of Node's.
  const { notSent, code, cause } = error as { notSent?: unknown; code?: unknown; cause?: unknown };
  return notSent === true || code === 'ECONNREFUSED' || code === 'ENOTFOUND' || wasNotSent(cause);
}
