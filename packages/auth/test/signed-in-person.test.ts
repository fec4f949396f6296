/** The token of a person on a page: how long it lasts, where it is kept, who waits for it, and how it ends. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { implicit, type ImplicitOptions, type ImplicitSource } from '../src/index.ts';
import { bearerOf, fakeCenter, ORIGIN, settle } from './fake-center.ts';
import { APP, CALLBACK, leavePages, loadPage, type Page, type TabStorage, tabStorage } from './page.ts';

const NOW = Date.parse('2026-11-25T12:00:00Z');
const KEY = `cloudlink-token.${ORIGIN}.web`;

beforeEach(() => {
  vi.useFakeTimers({
    now: NOW,
    toFake: ['Date', 'performance', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'],
  });
});
afterEach(() => {
  vi.useRealTimers();
  leavePages();
});

function open(options: Partial<ImplicitOptions> = {}, storage: TabStorage = tabStorage()) {
  const center = fakeCenter();
  const page = loadPage(APP, storage);
  const bound = implicit({ clientId: 'web', redirectUri: CALLBACK, ...options });
  const fetch = vi.fn<typeof center.fetch>(center.fetch);
  const source = bound.bind({ baseUrl: ORIGIN, fetch });
  const states: string[] = [];
  const unsubscribe = source.subscribe((state) => states.push(state));
  return { center, page, source, states, unsubscribe, storage, fetch };
}

async function signIn({ page, source }: { page: Page; source: ImplicitSource }, life?: number) {
  const signedIn = source.signIn({ popup: true });
  const state = new URL(page.popups.at(-1)?.url ?? '').searchParams.get('state');
  const end = life === undefined ? '' : `&expires_in=${life}`;
  const hash = `#access_token=a-token&token_type=bearer&state=${state}${end}`;
  page.receive({ type: 'cloudlink-sign-in', hash, search: '' });
  return signedIn;
}

test.each([
  [7201, 7_171_000],
  [300, 270_000],
  [100, 90_000],
])('a token of %s s is ending after %s ms, and gone at its end', async (life, endingAt) => {
  const world = open();
  const { source, states } = world;
  await signIn(world, life);
  await vi.advanceTimersByTimeAsync(endingAt - 1);
  expect(states).toEqual(['signing-in', 'signed-in']);
  await vi.advanceTimersByTimeAsync(1);
  // Timers look every five seconds; who asks knows at once.
  expect(source.state).toBe('expired');
  expect(source.peek()?.value).toBe('a-token');
  await vi.advanceTimersByTimeAsync(life * 1000 - endingAt - 1);
  expect(source.peek()).toBeDefined();
  await vi.advanceTimersByTimeAsync(1);
  expect(source.peek()).toBeUndefined();
  expect(states).toEqual(['signing-in', 'signed-in', 'expired']);
  expect(vi.getTimerCount()).toBe(0);
});

test('listeners hear of the end though nobody asks, within five seconds', async () => {
  const world = open();
  await signIn(world, 7200);
  await vi.advanceTimersByTimeAsync(7_175_000);
  expect(world.states).toEqual(['signing-in', 'signed-in', 'expired']);
});

test('after a sleep in which no timer ran the token has ended', async () => {
  const world = open();
  await signIn(world, 7200);
  vi.setSystemTime(NOW + 7_200_000);
  expect(world.source.peek()).toBeUndefined();
  expect(world.source.state).toBe('expired');
});

test('a token without an end stays, and needs no timer', async () => {
  const world = open();
  const token = await signIn(world);
  expect(token.expiresAt).toBeUndefined();
  expect(vi.getTimerCount()).toBe(0);
  await vi.advanceTimersByTimeAsync(1e10);
  expect(world.source.state).toBe('signed-in');
});

test('a sign-in that runs while the token ends is still a sign-in', async () => {
  const world = open({ timeout: 1e7 });
  await signIn(world, 100);
  world.source.signIn({ popup: true }).catch(() => {});
  await vi.advanceTimersByTimeAsync(100_000);
  expect(world.source.state).toBe('signing-in');
});

test('who has unsubscribed hears nothing', async () => {
  const world = open();
  world.unsubscribe();
  await signIn(world);
  expect(world.states).toEqual([]);
});

test.each([100, undefined])('in sessionStorage a token survives a reload, for %s s', async (life) => {
  const first = open({ storage: 'sessionStorage' });
  const { expiresAt } = await signIn(first, life);
  expect([...first.storage.items.keys()]).toEqual([KEY]);
  await vi.advanceTimersByTimeAsync(50_000);
  const { source } = open({ storage: 'sessionStorage' }, first.storage);
  expect(source.state).toBe('signed-in');
  expect(source.peek()).toMatchObject({ expiresAt });
  expect(source.peek()?.value).toBe('a-token');
  expect(await source.getToken()).toBe(source.peek());
  expect(open({ storage: 'sessionStorage' }, first.storage).source.state).toBe('signed-in');
});

test('in memory it does not', async () => {
  const first = open();
  await signIn(first, 100);
  expect(first.storage.items.size).toBe(0);
  expect(open({}, first.storage).source.peek()).toBeUndefined();
});

test.each([
  ['a token that has ended', JSON.stringify({ value: 'a', expiresAt: NOW })],
  ['an end that is no number', JSON.stringify({ value: 'a', expiresAt: `${NOW + 9999}` })],
  ['a value that is no token', JSON.stringify({ value: 'a b', expiresAt: null })],
  ['no JSON', '{'],
  ['null', 'null'],
])('%s in the storage is removed', (_, text) => {
  const storage = tabStorage();
  storage.items.set(KEY, text);
  const { source } = open({ storage: 'sessionStorage' }, storage);
  expect(source.peek()).toBeUndefined();
  expect(source.state).toBe('signed-out');
  expect(storage.items.size).toBe(0);
});

test.each(['all', 'writes'] as const)(
  'where the storage denies %s, the token is in memory',
  async (denied) => {
    const storage = tabStorage();
    storage.denied = denied;
    const world = open({ storage: 'sessionStorage' }, storage);
    await signIn(world, 100);
    expect(world.source.peek()?.value).toBe('a-token');
    await world.source.signOut();
    expect(world.source.state).toBe('signed-out');
  },
);

test('while nobody is signed in, calls fail', async () => {
  await expect(open().source.getToken()).rejects.toMatchObject({ code: 'sign_in_required' });
});

test('calls that wait get the token of the next sign-in', async () => {
  const world = open({ whenSignedOut: 'wait' });
  const waiting = world.source.getToken();
  const token = await signIn(world, 100);
  expect(await waiting).toBe(token);
});

test('calls wait as long as a sign-in may take, or until they leave', async () => {
  const { source } = open({ whenSignedOut: 'wait', timeout: 5000 });
  const late = expect(source.getToken()).rejects.toMatchObject({ code: 'sign_in_timeout' });
  const mine = new AbortController();
  const left = expect(source.getToken({ signal: mine.signal })).rejects.toBe('mine');
  mine.abort('mine');
  await left;
  await vi.advanceTimersByTimeAsync(5000);
  await late;
  await expect(source.getToken({ signal: mine.signal })).rejects.toBe('mine');
});

test('only the token that is there can be rejected', async () => {
  const world = open({ storage: 'sessionStorage' });
  const token = await signIn(world, 100);
  world.source.invalidate({ ...token, value: 'another' });
  expect(world.source.peek()).toBe(token);
  world.source.invalidate(token);
  expect(world.source.state).toBe('expired');
  expect(world.source.peek()).toBeUndefined();
  expect(world.storage.items.size).toBe(0);
  expect(vi.getTimerCount()).toBe(0);
});

test.each(['signOut', 'logout'] as const)(
  '%s ends the session at the Center, without cookies',
  async (name) => {
    const world = open({ storage: 'sessionStorage' });
    const { center, fetch, source, storage } = world;
    await signIn(world, 100);
    await source[name]?.();
    const [request] = center.apiRequests;
    expect(request?.method).toBe('DELETE');
    expect(request && bearerOf(request)).toBe('a-token');
    expect(fetch.mock.calls[0]?.[1]?.credentials).toBe('omit');
    expect(source.state).toBe('signed-out');
    expect(storage.items.size).toBe(0);
    await source[name]?.();
    expect(center.apiRequests).toHaveLength(1);
  },
);

test('a Center that does not confirm is told, and the token is forgotten', async () => {
  const world = open();
  await signIn(world, 100);
  world.center.answerApi = () => new Response(null, { status: 500 });
  await expect(world.source.signOut()).rejects.toMatchObject({ code: 'logout_failed', status: 500 });
  expect(world.source.peek()).toBeUndefined();
});

test('a window that gets a refusal signs out who was signed in', async () => {
  const world = open();
  await signIn(world, 100);
  const again = expect(world.source.signIn({ popup: true })).rejects.toMatchObject({ code: 'token_refused' });
  const state = new URL(world.page.popups.at(-1)?.url ?? '').searchParams.get('state');
  world.page.receive({ type: 'cloudlink-sign-in', hash: `#error=server_error&state=${state}`, search: '' });
  await again;
  await settle();
  expect(world.source.state).toBe('signed-out');
});

test('to invalidate a token when nobody is signed in changes nothing', () => {
  const { source, states } = open();
  source.invalidate({ value: 'a-token', expiresAt: undefined });
  expect(states).toEqual([]);
  expect(source.state).toBe('signed-out');
});

test('the state is right at once after a laptop has slept past the end of the token', async () => {
  const world = open();
  await signIn(world, 60);
  // No timer has run yet.
  vi.setSystemTime(NOW + 61_000);
  expect(world.source.state).toBe('expired');
});
