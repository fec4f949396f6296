/**
 * The token of somebody who signed in in a browser (`cloudlink login --browser`): kept in the token files, and used until it ends, since
 * the implicit grant has no way to renew it.
 *
 * @module
 */
import { AuthError } from '@cloudlink-center/auth';
import { fileStore } from '@cloudlink-center/auth/file-store';
import type { TokenSource } from '@cloudlink-center/client';
import { places } from './places.ts';
import type { Settings } from './settings.ts';

type Token = { value: string; expiresAt: number | undefined };
type BrowserSettings = Pick<Settings, 'addresses' | 'clientId'>;
type BindTarget = Parameters<NonNullable<TokenSource['bind']>>[0];

export async function keepToken(settings: BrowserSettings, { value, expiresAt }: Token): Promise<void> {
  const token = { value, ...(expiresAt !== undefined && { expiresAt }) };
  const lifetime = expiresAt === undefined ? undefined : expiresAt - Date.now();
  await fileStore({ directory: places().tokens }).set(keyOf(settings), token, lifetime);
}

async function storedToken(settings: BrowserSettings): Promise<Token | undefined> {
  const found = await fileStore({ directory: places().tokens }).get(keyOf(settings));
  if (found === undefined || (found.expiresAt ?? Infinity) <= Date.now()) return undefined;
  // Not enumerable, so that no log and no inspection shows it.
  return Object.defineProperty({ value: '', expiresAt: found.expiresAt }, 'value', {
    value: found.value,
    enumerable: false,
  });
}

/** Nodes of a cluster take each other's tokens. */
export async function browserSource(settings: BrowserSettings): Promise<TokenSource> {
  let token = await storedToken(settings);
  const current = (): Token | undefined => {
    if (token !== undefined && (token.expiresAt ?? Infinity) <= Date.now()) token = undefined;
    return token;
  };
  const bound = (target: BindTarget): TokenSource => ({
    origin: new URL(target.baseUrl).origin,
    peek: current,
    async getToken({ signal } = {}) {
      signal?.throwIfAborted();
      const present = current();
      if (present === undefined)
        throw new AuthError('sign_in_required', 'The sign-in has ended: run cloudlink login --browser again');
      return present;
    },
    invalidate(rejected) {
      if (token?.value === rejected.value) token = undefined;
    },
    async logout() {
      const present = current();
      if (present !== undefined) await endSession(target, present.value);
      token = undefined;
      await fileStore({ directory: places().tokens }).delete(keyOf(settings));
    },
  });
  return { ...bound({ baseUrl: settings.addresses[0] ?? '' }), bind: bound };
}

/** A 401 says that the session has ended already. */
async function endSession({ baseUrl, fetch = globalThis.fetch }: BindTarget, value: string): Promise<void> {
  const url = `${new URL(baseUrl).origin}/cloudlink/rest/auth`;
  const { status } = await fetch(url, { method: 'DELETE', headers: { Authorization: `Bearer ${value}` } });
  if (status !== 401 && (status < 200 || status > 299))
    throw new AuthError('logout_failed', `The session may be alive: status ${String(status)}`, {
      status,
      retryable: true,
    });
}

function keyOf({ addresses, clientId = '' }: BrowserSettings): string {
  return [addresses[0] ?? '', clientId, 'all', 'implicit'].map(encodeURIComponent).join(':');
}
