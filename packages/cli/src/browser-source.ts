/**
 * The token of a person who signed in with `cloudlink login --browser`. It is kept in the token files and
 * used until it ends: the implicit grant cannot renew it.
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
  // Not enumerable, so that logs and printed objects do not show it.
  return Object.defineProperty({ value: '', expiresAt: found.expiresAt }, 'value', {
    value: found.value,
    enumerable: false,
  });
}

/** All nodes of a cluster accept the token. */
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

/** A 401 means that the session has already ended. */
async function endSession({ baseUrl, fetch = globalThis.fetch }: BindTarget, value: string): Promise<void> {
  const url = `${new URL(baseUrl).origin}/cloudlink/rest/auth`;
  const { status } = await fetch(url, { method: 'DELETE', headers: { Authorization: `Bearer ${value}` } });
  if (status !== 401 && (status < 200 || status > 299))
    throw new AuthError('logout_failed', `Logout not confirmed: the server answered ${String(status)}`, {
      status,
      retryable: true,
    });
}

function keyOf({ addresses, clientId = '' }: BrowserSettings): string {
  return [addresses[0] ?? '', clientId, 'all', 'implicit'].map(encodeURIComponent).join(':');
}
