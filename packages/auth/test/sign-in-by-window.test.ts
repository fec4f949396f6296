/** Signing in in a window of its own, step by step, on pages in this process. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { implicit, type ImplicitOptions } from '../src/index.ts';
import { ORIGIN, settle } from './fake-center.ts';
import { APP, CALLBACK, leavePages, loadPage, openChannels, type Page } from './page.ts';

const TYPE = 'cloudlink-sign-in';

beforeEach(() => {
  vi.useFakeTimers({
    toFake: ['Date', 'performance', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'],
  });
});
afterEach(() => {
  vi.useRealTimers();
  leavePages();
});

/** A page that has opened the window. */
function start(options: Partial<ImplicitOptions> = {}, signal?: AbortSignal) {
  const page = loadPage(APP);
  const source = implicit({ clientId: 'web', redirectUri: CALLBACK, baseUrl: ORIGIN, ...options });
  const states: string[] = [];
  source.subscribe((state) => states.push(state));
  const outcome = vi.fn<(value: unknown) => void>();
  source.signIn({ popup: true, signal }).then(outcome, outcome);
  const popup = page.popups[0];
  const state = new URL(popup?.url ?? APP).searchParams.get('state') ?? '';
  return { page, source, states, outcome, popup, state };
}

const grant = (state: string): string =>
  `#access_token=a-token&token_type=bearer&state=${state}&expires_in=60`;
const answer = (page: Page, hash: string, origin?: string): void =>
  page.receive({ type: TYPE, hash, search: '' }, origin);

test('opens a window for the login page, and is signed in by the answer from there', async () => {
  const { page, source, states, outcome, popup, state } = start();
  expect(popup?.url).toContain(`${ORIGIN}/cloudlink/oauth/authorize?`);
  expect(popup?.features).toContain('popup');
  expect(state).toMatch(/^p[0-9a-f]{64}$/);
  expect(source.state).toBe('signing-in');
  answer(page, grant(state));
  await settle();
  expect(source.peek()?.value).toBe('a-token');
  expect(outcome).toHaveBeenCalledWith(source.peek());
  expect(states).toEqual(['signing-in', 'signed-in']);
  expect(popup?.closed).toBe(true);
  expect(openChannels()).toBe(0);
  expect(vi.getTimerCount()).toBe(1); // It looks for the end of the token.
});

test('the redirect page in the window hands the answer over, unread, and closes itself', async () => {
  const { source, outcome, state } = start();
  const popup = loadPage(CALLBACK + grant(state));
  const there = implicit({ clientId: 'web', redirectUri: CALLBACK, baseUrl: ORIGIN });
  expect(there.completeSignIn()).toBeUndefined();
  const message = { type: TYPE, hash: grant(state), search: '' };
  expect(popup.posted).toEqual([{ message, origin: APP }]);
  expect(popup.isClosed).toBe(true);
  expect(popup.location.href).toBe(CALLBACK);
  expect(there.state).toBe('signed-out');
  // What arrives by the channel is enough: an opener is not reached under every policy.
  await settle();
  expect(outcome).toHaveBeenCalledWith(source.peek());
  expect(source.state).toBe('signed-in');
  expect(openChannels()).toBe(0);
});

test('a page without an opener hands over by the channel', () => {
  const page = loadPage(CALLBACK + grant(`p${'0'.repeat(64)}`));
  Object.assign(page.events, { opener: null });
  expect(
    implicit({ clientId: 'web', redirectUri: CALLBACK, baseUrl: ORIGIN }).completeSignIn(),
  ).toBeUndefined();
  expect(page.isClosed).toBe(true);
  expect(openChannels()).toBe(0);
});

test('an error in the query is handed over, too', async () => {
  const { outcome, source, state } = start();
  loadPage(`${CALLBACK}?error=access_denied&state=${state}`);
  implicit({ clientId: 'web', redirectUri: CALLBACK, baseUrl: ORIGIN }).completeSignIn();
  await settle();
  expect(outcome).toHaveBeenCalledWith(expect.objectContaining({ code: 'sign_in_denied' }));
  expect(source.state).toBe('signed-out');
});

test.each([
  ['another origin', (page: Page, state: string) => answer(page, grant(state), 'https://evil.example.com')],
  [
    'another kind',
    (page: Page, state: string) => page.receive({ type: 'x', hash: grant(state), search: '' }),
  ],
  ['another sign-in', (page: Page) => answer(page, grant(`p${'0'.repeat(64)}`))],
  ['nothing', (page: Page) => page.receive(undefined)],
  ['no answer', (page: Page) => answer(page, '#/route')],
  ['no text', (page: Page) => page.receive({ type: TYPE, hash: 1, search: '' })],
  ['half a text', (page: Page, state: string) => page.receive({ type: TYPE, hash: grant(state) })],
])('a message of %s is no answer', async (_, send) => {
  const { page, outcome, source, state } = start();
  send(page, state);
  await settle();
  expect(outcome).not.toHaveBeenCalled();
  answer(page, grant(state));
  await settle();
  expect(source.state).toBe('signed-in');
});

test('an answer that was changed on its way is refused, and who was signed in stays so', async () => {
  const { page, source, state } = start();
  answer(page, grant(state));
  await settle();
  const again = source.signIn({ popup: true });
  const outcome = expect(again).rejects.toMatchObject({ code: 'state_mismatch' });
  const second = new URL(page.popups[1]?.url ?? '').searchParams.get('state');
  answer(page, `#state=${second}&state=x&error=y`);
  await outcome;
  expect(source.state).toBe('signed-in');
  expect(page.popups[1]?.closed).toBe(true);
});

test('a window that is blocked is an error, and nobody is signing in', async () => {
  const page = loadPage(APP);
  page.blocksPopups = true;
  const source = implicit({ clientId: 'web', redirectUri: CALLBACK, baseUrl: ORIGIN });
  await expect(source.signIn({ popup: true })).rejects.toMatchObject({ code: 'popup_blocked' });
  expect(source.state).toBe('signed-out');
});

test('a closed window is believed after a minute, if it stays closed', async () => {
  const { outcome, popup, source } = start();
  if (popup) popup.closed = true;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(outcome).not.toHaveBeenCalled();
  if (popup) popup.closed = false;
  await vi.advanceTimersByTimeAsync(500);
  if (popup) popup.closed = true;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(outcome).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(500);
  expect(outcome).toHaveBeenCalledWith(expect.objectContaining({ code: 'sign_in_denied' }));
  expect(source.state).toBe('signed-out');
  expect(vi.getTimerCount()).toBe(0);
});

test.each([
  [{}, 300_000],
  [{ timeout: 5000 }, 5000],
])('nobody signs in in time (%j)', async (options, limit) => {
  const { outcome, popup, source } = start(options);
  await vi.advanceTimersByTimeAsync(limit - 1);
  expect(outcome).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  expect(outcome).toHaveBeenCalledWith(expect.objectContaining({ code: 'sign_in_timeout' }));
  expect(source.state).toBe('signed-out');
  expect(popup?.closed).toBe(true);
  expect(vi.getTimerCount()).toBe(0);
});

test('a caller that leaves closes the window', async () => {
  const mine = new AbortController();
  const reason = new Error('mine');
  const { outcome, popup, source } = start({}, mine.signal);
  mine.abort(reason);
  await settle();
  expect(outcome).toHaveBeenCalledWith(reason);
  expect(source.state).toBe('signed-out');
  expect(popup?.closed).toBe(true);
  expect(openChannels()).toBe(0);
});

test('a caller that has left opens no window', async () => {
  const { page, outcome } = start({}, AbortSignal.abort('gone'));
  await settle();
  expect(outcome).toHaveBeenCalledWith('gone');
  expect(page.popups).toEqual([]);
});
