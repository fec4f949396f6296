/** Signing in by redirect, step by step, on a page in this process. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { implicit, type ImplicitOptions } from '../src/index.ts';
import { fakeCenter, ORIGIN, settle } from './fake-center.ts';
import { APP, CALLBACK, leavePages, loadPage, type TabStorage, tabStorage } from './page.ts';

const NOW = Date.parse('2026-11-25T12:00:00Z');
const QUARTER = 15 * 60_000;

beforeEach(() => {
  vi.useFakeTimers({ now: NOW, toFake: ['Date', 'performance', 'setTimeout', 'clearTimeout'] });
});
afterEach(() => {
  vi.useRealTimers();
  leavePages();
});

const make = (options: Partial<ImplicitOptions> = {}) =>
  implicit({ clientId: 'web', redirectUri: CALLBACK, baseUrl: ORIGIN, ...options });

/** Leaves an application for the login page; gives the state of the attempt. */
function leave(storage: TabStorage, options: Partial<ImplicitOptions> = {}) {
  const page = loadPage(`${APP}/machines?page=2#disks`, storage);
  const source = make(options);
  const outcome = vi.fn<() => void>();
  source.signIn().then(outcome, outcome);
  const login = new URL(page.assigned[0] ?? '');
  return { page, source, outcome, login, state: login.searchParams.get('state') ?? '' };
}

const granted = (state: string, life = '&expires_in=7199'): string =>
  `${CALLBACK}#access_token=a-token&token_type=bearer&state=${state}${life}`;

test('the page goes to the login page of the Center, and the promise never settles', async () => {
  const { page, source, outcome, login, state } = leave(tabStorage());
  expect(page.assigned).toHaveLength(1);
  expect(login.origin + login.pathname).toBe(`${ORIGIN}/cloudlink/oauth/authorize`);
  expect(Object.fromEntries(login.searchParams)).toEqual({
    response_type: 'token',
    client_id: 'web',
    redirect_uri: CALLBACK,
    scope: 'all',
    state,
  });
  expect(state).toMatch(/^r[0-9a-f]{64}$/);
  expect(source.state).toBe('signing-in');
  await settle();
  expect(outcome).not.toHaveBeenCalled();
});

test('each attempt has a state and the scope that was asked for', () => {
  const first = leave(tabStorage(), { scope: 'read' });
  expect(first.login.searchParams.get('scope')).toBe('read');
  expect(leave(tabStorage()).state).not.toBe(first.state);
});

test('a page that comes back out of the history is as before', () => {
  const { page, source } = leave(tabStorage());
  page.events.dispatchEvent(new Event('pageshow'));
  expect(source.state).toBe('signed-out');
  // Whatever happens there later is not undone.
  source.signIn({ popup: true }).catch(() => {});
  page.events.dispatchEvent(new Event('pageshow'));
  expect(source.state).toBe('signing-in');
});

test('the redirect page is signed in, once, and its address is clean', async () => {
  const storage = tabStorage();
  const { state } = leave(storage);
  const page = loadPage(granted(state), storage);
  const source = make();
  expect(source.completeSignIn()).toEqual({ returnTo: `${APP}/machines?page=2#disks` });
  expect(page.location.href).toBe(CALLBACK);
  expect(source.state).toBe('signed-in');
  expect(await source.getToken()).toMatchObject({ expiresAt: NOW + 7_199_000 });
  expect(source.peek()?.value).toBe('a-token');
  expect(storage.items.size).toBe(0);
  expect(page.replaced).toEqual([]);

  loadPage(granted(state), storage);
  expect(() => make().completeSignIn()).toThrow(expect.objectContaining({ code: 'state_mismatch' }));
});

test('who listens hears of the end of a token that came by redirect', () => {
  const storage = tabStorage();
  const { state } = leave(storage);
  loadPage(granted(state), storage);
  const source = make();
  const states: string[] = [];
  source.subscribe((next) => states.push(next));
  source.completeSignIn();
  vi.advanceTimersByTime(7_199_000);
  expect(states).toEqual(['signed-in', 'expired']);
});

test('a page to which nothing came back stays as it is', () => {
  const page = loadPage(`${APP}/machines?state=a#disks`);
  const source = make();
  expect(source.completeSignIn()).toBeUndefined();
  expect(page.location.href).toBe(`${APP}/machines?state=a#disks`);
  expect(source.state).toBe('signed-out');
});

test.each([
  ['an old attempt', QUARTER, ORIGIN, false],
  ['a recent attempt', QUARTER - 1, ORIGIN, true],
  ['an attempt at another Center', 0, 'https://other.example.com', false],
])('%s', (_, age, origin, isTaken) => {
  const storage = tabStorage();
  const { state } = leave(storage, { baseUrl: origin });
  vi.setSystemTime(NOW + age);
  loadPage(granted(state), storage);
  const source = make();
  if (isTaken) expect(source.completeSignIn()).toBeDefined();
  else
    expect(() => source.completeSignIn()).toThrow(
      expect.objectContaining({ code: 'state_mismatch', oauthError: undefined }),
    );
  expect(source.peek() !== undefined).toBe(isTaken);
});

test('an answer with the state of somebody else signs nobody in, and leaves the attempt to its own answer', () => {
  const storage = tabStorage();
  const { state } = leave(storage);
  loadPage(granted(`r${'0'.repeat(64)}`), storage);
  expect(() => make().completeSignIn()).toThrow(expect.objectContaining({ code: 'state_mismatch' }));
  loadPage(granted(state), storage);
  expect(make().completeSignIn()).toBeDefined();
});

test('an error that nobody waited for says its word', () => {
  loadPage(`${CALLBACK}?error=access_denied`);
  expect(() => make().completeSignIn()).toThrow(
    expect.objectContaining({
      code: 'state_mismatch',
      oauthError: 'access_denied',
      message: expect.stringContaining('access_denied'),
    }),
  );
});

test('a denial ends the session that was there', () => {
  const storage = tabStorage();
  const options = { storage: 'sessionStorage' } as const;
  const first = leave(storage, options);
  loadPage(granted(first.state), storage);
  make(options).completeSignIn();
  const second = leave(storage, options);
  expect(second.source.peek()?.value).toBe('a-token');
  loadPage(`${CALLBACK}#error=access_denied&state=${second.state}`, storage);
  const source = make(options);
  expect(() => source.completeSignIn()).toThrow(expect.objectContaining({ code: 'sign_in_denied' }));
  expect(source.state).toBe('signed-out');
  expect(source.peek()).toBeUndefined();
  expect(storage.items.size).toBe(0);
});

test('without storage there is no sign-in by redirect, and the error says so', async () => {
  const storage = tabStorage();
  storage.denied = 'all';
  const page = loadPage(APP, storage);
  const source = make();
  await expect(source.signIn()).rejects.toMatchObject({
    code: 'storage_unavailable',
    cause: expect.objectContaining({ name: 'SecurityError' }),
  });
  expect(page.assigned).toEqual([]);
  expect(source.state).toBe('signed-out');
  expect(source.completeSignIn()).toBeUndefined();
});

/** The browser lists the address of the page among the entries of `performance`. */
function listAddress(address: string): void {
  vi.spyOn(performance, 'getEntries').mockReturnValue([
    { name: `${APP}/app.js` },
    { name: address },
    // Only the name is read.
  ] as PerformanceEntryList);
}

test.each([
  ['&expires_in=7199', 7_199_000 - 5000],
  ['', undefined],
])('a listed address is left for a clean one (%s)', async (life, left) => {
  const storage = tabStorage();
  const { state } = leave(storage);
  const page = loadPage(granted(state, life), storage);
  listAddress(granted(state, life));
  const listed = make();
  expect(listed.completeSignIn()).toBeUndefined();
  expect(page.replaced).toEqual([CALLBACK]);
  expect(listed.state).toBe('signing-in');
  // The page is about to go: a sign-in that it starts would be lost.
  listed.signIn().catch(() => {});
  await settle();
  expect(page.assigned).toEqual([]);

  vi.setSystemTime(NOW + 5000);
  loadPage(CALLBACK, storage);
  const elsewhere = make({ baseUrl: 'https://other.example.com' });
  expect(elsewhere.completeSignIn()).toBeUndefined();
  const source = make();
  expect(source.completeSignIn()).toEqual({ returnTo: `${APP}/machines?page=2#disks` });
  const expiresAt = left === undefined ? undefined : NOW + 5000 + left;
  expect(source.peek()).toMatchObject({ expiresAt });
  expect(source.peek()?.value).toBe('a-token');
  expect(storage.items.size).toBe(0);
});

test('a listed address stays where nothing can be kept for the next page', () => {
  const storage = tabStorage();
  const { state } = leave(storage);
  const page = loadPage(granted(state), storage);
  listAddress(granted(state));
  storage.denied = 'writes';
  const source = make();
  expect(source.completeSignIn()).toBeDefined();
  expect(page.replaced).toEqual([]);
  expect(source.state).toBe('signed-in');
});

test('an attempt that waits for its answer is not taken by another page of the application', () => {
  const storage = tabStorage();
  const { state } = leave(storage);
  loadPage(`${APP}/machines`, storage);
  expect(make().completeSignIn()).toBeUndefined();
  loadPage(granted(state), storage);
  expect(make().completeSignIn()).toBeDefined();
});

test('sources of one call share the token of a Center, and of no other', () => {
  const storage = tabStorage();
  const { state } = leave(storage);
  loadPage(granted(state), storage);
  const unbound = implicit({ clientId: 'web', redirectUri: CALLBACK });
  const target = { baseUrl: ORIGIN, fetch: fakeCenter().fetch };
  const bound = unbound.bind(target);
  bound.completeSignIn();
  expect(bound.origin).toBe(ORIGIN);
  expect(unbound.bind(target).peek()?.value).toBe('a-token');
  expect(unbound.bind({ ...target, baseUrl: 'https://other.example.com' }).peek()).toBeUndefined();
  expect(unbound.origin).toBeUndefined();
  expect(() => unbound.peek()).toThrow(TypeError);
});

test('plain HTTP to another machine is refused', () => {
  expect(() => make({ baseUrl: 'http://clc.example.com' })).toThrow(
    expect.objectContaining({ code: 'insecure_url' }),
  );
});
