/**
 * A sign-in in a window of its own. The redirect page there hands the answer over by a message; origin, source and state
 * of the message are checked.
 *
 * @module
 */
import { AuthError } from '../auth-error.ts';
import { readAnswer, type SignInAnswer } from './sign-in-answer.ts';

const TYPE = 'cloudlink-sign-in';
const LOOK_MS = 500;
export const TOO_LATE = 'Nobody signed in in time';

/** Opens the window at once, since browsers allow that only in answer to a click. */
export function openPopup(url: string): Window {
  const popup = open(url, TYPE, 'popup,width=520,height=640');
  if (!popup) throw new AuthError('popup_blocked', 'The browser blocked the window: sign in in a click');
  return popup;
}

/** Waits for the answer with this state. Closes the window in every case. */
export function popupAnswer(
  popup: Window,
  state: string,
  timeout: number,
  signal: AbortSignal | undefined,
): Promise<SignInAnswer> {
  const done = new AbortController();
  return new Promise<SignInAnswer>((resolve, reject) => {
    const options = { signal: done.signal };
    const receive = ({ origin, source, data }: MessageEvent): void => {
      if (origin !== location.origin || source !== popup) return;
      const { type, hash, search }: Record<string, unknown> = Object(data);
      if (type !== TYPE || typeof hash !== 'string' || typeof search !== 'string') return;
      try {
        const answer = readAnswer({ hash, search });
        if (answer?.get('state') === state) resolve(answer);
        else reject(new AuthError('state_mismatch', 'Not our answer'));
      } catch (error) {
        reject(error);
      }
    };
    addEventListener('message', receive, options);
    const abort = (): void => reject(signal?.reason as Error);
    if (signal?.aborted) abort();
    signal?.addEventListener('abort', abort, options);
    const late = setTimeout(() => reject(new AuthError('sign_in_timeout', TOO_LATE)), timeout);
    const look = setInterval(() => {
      if (popup.closed) reject(new AuthError('sign_in_denied', 'The window was closed'));
    }, LOOK_MS);
    done.signal.addEventListener('abort', () => {
      clearTimeout(late);
      clearInterval(look);
    });
  }).finally(() => {
    done.abort();
    popup.close();
  });
}

/** On the redirect page in such a window: hands over what came back, unread, to the page that opened it. */
export function handOver(answer: { hash: string; search: string }): boolean {
  const opener = window.opener as Window | null;
  if (!opener || opener === window) return false;
  opener.postMessage({ type: TYPE, ...answer }, location.origin);
  return true;
}
