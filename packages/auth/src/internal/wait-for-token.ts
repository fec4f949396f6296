/**
 * Waits until a person has signed in.
 *
 * @module
 */
import type { AccessToken } from '../token-source.ts';
import type { BrowserToken } from './browser-token.ts';
import { nobodySignedIn } from './popup.ts';
import { untilAborted, withinTime } from './waiting.ts';

export async function waitForToken(
  token: BrowserToken,
  timeout: number,
  signal: AbortSignal | undefined,
): Promise<AccessToken> {
  const { promise, resolve } = Promise.withResolvers<AccessToken>();
  const end = token.subscribe(() => {
    const present = token.peek();
    if (present) resolve(present);
  });
  try {
    return await untilAborted(withinTime(promise, timeout, nobodySignedIn), signal);
  } finally {
    end();
  }
}
