/**
 * A sign-in in a window of its own. The redirect page there hands the answer over by a message; origin, source and state
 * of the message are checked.
 *
 * @module
 */
import { AuthError } from '../auth-error.ts';
import { readAnswer, type SignInAnswer } from './sign-in-answer.ts';
import { untilAborted, withinTime } from './waiting.ts';

const TYPE = 'cloudlink-sign-in';
/** Milliseconds between two looks at whether the window is open. */
const LOOK_MS = 500;

export function nobodySignedIn(): AuthError {
  return new AuthError('sign_in_timeout', 'Nobody signed in in time');
}

/** Opens the window at once, since browsers allow that only in answer to a click. */
export function openPopup(url: string): Window {
  const popup = open(url, TYPE, 'popup,width=520,height=640');
  if (!popup) throw new AuthError('popup_blocked', 'The browser blocked the window: sign in in a click');
  return popup;
}

/** Waits for the answer with this state. Closes the window in every case. */
export async function popupAnswer(
  popup: Window,
  state: string,
  timeout: number,
  signal: AbortSignal | undefined,
): Promise<SignInAnswer> {
  const done = new AbortController();
  try {
    const first = Promise.race([messageOf(popup, state, done.signal), closingOf(popup, done.signal)]);
    return await untilAborted(withinTime(first, timeout, nobodySignedIn), signal);
  } finally {
    done.abort();
    popup.close();
  }
}

/** The answer that the redirect page in the window sends. */
function messageOf(popup: Window, state: string, done: AbortSignal): Promise<SignInAnswer> {
  return new Promise((resolve, reject) => {
    const receive = ({ origin, source, data }: MessageEvent): void => {
      if (origin !== location.origin || source !== popup) return;
      const { type, hash, search }: Record<string, unknown> = Object(data);
      if (type !== TYPE || typeof hash !== 'string' || typeof search !== 'string') return;
      try {
        const answer = readAnswer({ hash, search });
        if (answer?.get('state') !== state) throw new AuthError('state_mismatch', 'Not our answer');
        resolve(answer);
      } catch (error) {
        reject(error);
      }
    };
    addEventListener('message', receive, { signal: done });
  });
}

/** Rejects when the window is closed. */
function closingOf(popup: Window, done: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const look = setInterval(() => {
      if (popup.closed) reject(new AuthError('sign_in_denied', 'The window was closed'));
    }, LOOK_MS);
    done.addEventListener('abort', () => clearInterval(look));
  });
}

/** On the redirect page in such a window: hands over what came back, unread, to the page that opened it. */
export function handOver(answer: { hash: string; search: string }): boolean {
  const opener = window.opener as Window | null;
  if (!opener || opener === window) return false;
  opener.postMessage({ type: TYPE, ...answer }, location.origin);
  return true;
}
