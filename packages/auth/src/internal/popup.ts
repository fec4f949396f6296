/**
 * A sign-in in a window. The redirect page in the window sends the answer as a message, whose origin and
 * state are checked.
 *
 * @module
 */
import { AuthError } from '../auth-error.ts';
import { readAnswer, type SignInAnswer } from './sign-in-answer.ts';
import { untilAborted, withinTime } from './waiting.ts';

/** Name of the window, of the channel and of the message. */
const TYPE = 'cloudlink-sign-in';
/** Milliseconds between two checks whether the window is open. */
const LOOK_MS = 500;
/**
 * Checks until a closed window counts as closed: under a Cross-Origin-Opener-Policy an open window reports
 * that it is closed.
 */
const LOOKS = 120;

export function nobodySignedIn(): AuthError {
  return new AuthError('sign_in_timeout', 'Timed out waiting for sign-in');
}

/** Opens the window synchronously, since browsers allow it only in a click handler. */
export function openPopup(url: string): Window {
  const popup = open(url, TYPE, 'popup,width=520,height=640');
  if (!popup) throw new AuthError('popup_blocked', 'Window blocked: call signIn() on click');
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
    const first = Promise.race([messageOf(state, done.signal), closingOf(popup, done.signal)]);
    return await untilAborted(withinTime(first, timeout, nobodySignedIn), signal);
  } finally {
    done.abort();
    popup.close();
  }
}

/**
 * The message of the redirect page in the window. Other pages of our origin can send messages too, but do not
 * know the state.
 */
function messageOf(state: string, done: AbortSignal): Promise<SignInAnswer> {
  return new Promise((resolve, reject) => {
    const receive = ({ origin, data }: MessageEvent): void => {
      const { type, hash, search }: Record<string, unknown> = Object(data);
      if (origin !== location.origin || type !== TYPE) return;
      if (typeof hash !== 'string' || typeof search !== 'string') return;
      try {
        const answer = readAnswer({ hash, search });
        // Other answers are for another window, or forged.
        if (answer?.get('state') === state) resolve(answer);
      } catch (error) {
        reject(error);
      }
    };
    const channel = new BroadcastChannel(TYPE);
    for (const target of [window, channel])
      target.addEventListener('message', receive as EventListener, { signal: done });
    done.addEventListener('abort', () => channel.close());
  });
}

/** Rejects when the window has been closed for a while. */
function closingOf(popup: Window, done: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    let looks = 0;
    const timer = setInterval(() => {
      looks = popup.closed ? looks + 1 : 0;
      if (looks > LOOKS) reject(new AuthError('sign_in_denied', 'Window closed'));
    }, LOOK_MS);
    done.addEventListener('abort', () => clearInterval(timer));
  });
}

/**
 * On the redirect page in the window: sends the answer, unparsed, to the page that opened the window. Under a
 * Cross-Origin-Opener-Policy only the channel reaches that page.
 */
export function handOver({ hash, search }: { hash: string; search: string }): void {
  const message = { type: TYPE, hash, search };
  const opener = window.opener as Window | null;
  opener?.postMessage(message, location.origin);
  const channel = new BroadcastChannel(TYPE);
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel reaches its own origin only
  channel.postMessage(message);
  channel.close();
  // Does nothing in a tab that no script opened.
  close();
}
