/**
 * A sign-in in a window of its own. The redirect page there hands the answer over by a message; its origin and state are
 * checked.
 *
 * @module
 */
import { AuthError } from '../auth-error.ts';
import { readAnswer, type SignInAnswer } from './sign-in-answer.ts';
import { untilAborted, withinTime } from './waiting.ts';

/** Name of the window, of the channel and of the message. */
const TYPE = 'cloudlink-sign-in';
/** Milliseconds between two looks at whether the window is open. */
const LOOK_MS = 500;
/** A window under a Cross-Origin-Opener-Policy says that it is closed while a person signs in there. It is believed after so many looks. */
const LOOKS = 120;

export function nobodySignedIn(): AuthError {
  return new AuthError('sign_in_timeout', 'Nobody signed in');
}

/** Opens the window at once, since browsers allow that only in answer to a click. */
export function openPopup(url: string): Window {
  const popup = open(url, TYPE, 'popup,width=520,height=640');
  if (!popup) throw new AuthError('popup_blocked', 'The window was blocked: sign in in a click');
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

/** The answer that the redirect page in the window sends. Other pages of our origin can speak, too, but do not know the state. */
function messageOf(state: string, done: AbortSignal): Promise<SignInAnswer> {
  return new Promise((resolve, reject) => {
    const receive = ({ origin, data }: MessageEvent): void => {
      const { type, hash, search }: Record<string, unknown> = Object(data);
      if (origin !== location.origin || type !== TYPE) return;
      if (typeof hash !== 'string' || typeof search !== 'string') return;
      try {
        const answer = readAnswer({ hash, search });
        // One for another window, or of somebody else.
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
      if (looks > LOOKS) reject(new AuthError('sign_in_denied', 'The window was closed'));
    }, LOOK_MS);
    done.addEventListener('abort', () => clearInterval(timer));
  });
}

/**
 * On the redirect page in such a window: hands over what came back, unread, to the page that opened it. Under a
 * Cross-Origin-Opener-Policy that page is reached by the channel only.
 */
export function handOver({ hash, search }: { hash: string; search: string }): void {
  const message = { type: TYPE, hash, search };
  const opener = window.opener as Window | null;
  opener?.postMessage(message, location.origin);
  const channel = new BroadcastChannel(TYPE);
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel reaches its own origin only
  channel.postMessage(message);
  channel.close();
  // Only a window that a script has opened can be closed.
  close();
}
