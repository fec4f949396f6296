import { afterEach, expect, test, vi } from 'vitest';
import { implicit } from '../../src/index.ts';
import { pageCenter } from '../../src/internal/page-center.ts';
import { signInByRedirect } from '../../src/internal/sign-in-ways.ts';
import { ORIGIN, settle } from '../fake-center.ts';
import { APP, CALLBACK, leavePages, loadPage, tabStorage } from '../page.ts';

afterEach(leavePages);

const sourceOfPage = () => implicit({ clientId: 'web', redirectUri: CALLBACK, baseUrl: ORIGIN });

test('without storage a sign-in by redirect fails, and the page stays', async () => {
  const page = loadPage(APP, Object.assign(tabStorage(), { denied: 'writes' as const }));
  const source = sourceOfPage();
  const outcome = vi.fn<(value: unknown) => void>();
  source.signIn().then(outcome, outcome);
  await settle();
  expect(outcome).toHaveBeenCalledWith(
    expect.objectContaining({ code: 'storage_unavailable', cause: expect.any(DOMException) }),
  );
  expect(page.assigned).toEqual([]);
  expect(source.state).toBe('signed-out');
});

test('a page that comes back from the history is as before, and its next sign-in is left alone', async () => {
  const storage = tabStorage();
  const page = loadPage(APP, storage);
  const source = sourceOfPage();
  source.signIn().catch(() => {});
  await settle();
  expect(source.state).toBe('signing-in');
  expect(page.assigned).toHaveLength(1);
  const [kept = ''] = storage.items.values();
  const state = new URL(page.assigned[0] ?? APP).searchParams.get('state');
  expect(JSON.parse(kept)).toEqual({ state, origin: ORIGIN, returnTo: APP, at: expect.any(Number) });
  page.events.dispatchEvent(new Event('pageshow'));
  expect(source.state).toBe('signed-out');
  const mine = new AbortController();
  const next = source.signIn({ popup: true, signal: mine.signal }).catch((error: unknown) => error);
  page.events.dispatchEvent(new Event('pageshow'));
  const { state: stateThen } = source;
  mine.abort('enough');
  expect(await next).toBe('enough');
  expect(stateThen).toBe('signing-in');
  expect(source.state).toBe('signed-out');
});

test('who has signed in in a window stays signed in', async () => {
  const page = loadPage(APP);
  const source = sourceOfPage();
  const signedIn = source.signIn({ popup: true }).catch((error: unknown) => error);
  const state = new URL(page.popups[0]?.url ?? APP).searchParams.get('state') ?? '';
  const hash = `#access_token=a-token&token_type=bearer&state=${state}`;
  page.receive({ type: 'cloudlink-sign-in', hash, search: '' });
  expect(await signedIn).toMatchObject({ value: 'a-token' });
  expect(source.state).toBe('signed-in');
});

test('a page that is being reloaded with its token goes nowhere else', async () => {
  const page = loadPage(CALLBACK);
  const center = pageCenter({ clientId: 'web', redirectUri: CALLBACK, baseUrl: ORIGIN }, {}, new Map());
  center.token().isLeft = true;
  signInByRedirect(center).catch(() => {});
  await settle();
  expect(page.assigned).toEqual([]);
  expect(center.token().state).toBe('signed-out');
});
