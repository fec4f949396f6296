/**
 * Signing in in real Chromium and Firefox: two origins, the Center's own pages, redirects and windows.
 */
import type { EmulatorOptions } from '@cloudlink-center/emulator';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import type { ImplicitSource } from '../../src/index.ts';
import { application, BROWSERS, logIn, ready } from './application.ts';

/** What the page under test has; see application.ts. */
interface PageApp {
  source: ImplicitSource;
  states: string[];
  completed?: { returnTo: string };
  failed?: string;
  signIn(options?: { popup?: boolean }): Promise<string>;
  whoami(): Promise<unknown>;
  post(body: object): Promise<unknown>;
  postRequest(body: object): Promise<unknown>;
  signOut(): Promise<string>;
}
declare const app: PageApp;

const TIMEOUT = 300_000;

/** Starts to sign in by redirect, and waits for the login page. */
async function leave(page: Page): Promise<void> {
  await page.evaluate(() => void app.signIn());
  await page.waitForSelector('input[name=user]');
}

async function signInByRedirect(page: Page): Promise<void> {
  await leave(page);
  await logIn(page);
  await page.waitForURL('**/callback');
  await ready(page);
}

describe.each(BROWSERS)('in %s', (browser) => {
  const start = (options: EmulatorOptions = {}, headers = {}) =>
    application(options, undefined, { browser, headers });

  test(
    'by redirect: signed in, back where it was, and no token in the address or the history',
    async () => {
      await using web = await start();
      const page = await web.open(await web.context());
      expect(await page.evaluate(() => app.whoami())).toBe('sign_in_required');
      await signInByRedirect(page);
      expect(await page.evaluate(() => [app.source.state, app.completed?.returnTo])).toEqual([
        'signed-in',
        `${web.origin}/`,
      ]);
      expect(await page.evaluate(() => app.whoami())).toBe('jdoe');
      expect(page.url()).toBe(`${web.origin}/callback`);
      expect(
        await page.evaluate(() =>
          JSON.stringify(performance.getEntries()).includes(app.source.peek()?.value ?? ''),
        ),
      ).toBe(false);
      expect(
        await page.evaluate(() => JSON.stringify(sessionStorage) + JSON.stringify(history.state)),
      ).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}/);
    },
    TIMEOUT,
  );

  test.runIf(browser === 'chromium')(
    'the history holds no token: back and forth leads to the clean address',
    async () => {
      await using web = await start();
      const page = await web.open(await web.context());
      await signInByRedirect(page);
      await page.goBack();
      await page.goForward();
      await ready(page);
      expect(page.url()).not.toContain('access_token');
    },
    TIMEOUT,
  );

  test(
    'in a window: signed in, and the window is closed',
    async () => {
      await using web = await start();
      const page = await web.open(await web.context());
      const opened = page.waitForEvent('popup');
      const signedIn = page.evaluate(() => app.signIn({ popup: true }));
      const popup = await opened;
      await popup.waitForSelector('input[name=user]');
      expect(await page.evaluate(() => app.source.state)).toBe('signing-in');
      await logIn(popup);
      expect(await signedIn).toBe('signed in');
      expect(await page.evaluate(() => app.whoami())).toBe('jdoe');
      expect(await page.evaluate(() => app.states)).toEqual(['signed-out', 'signing-in', 'signed-in']);
      expect(popup.isClosed() || (await popup.waitForEvent('close').then(() => true))).toBe(true);
    },
    TIMEOUT,
  );

  test.runIf(browser === 'chromium')(
    'a window that is closed is a denial, after a while',
    async () => {
      await using web = await start();
      const page = await web.open(await web.context());
      await page.clock.install();
      const opened = page.waitForEvent('popup');
      const signedIn = page.evaluate(() => app.signIn({ popup: true }));
      await (await opened).close();
      await page.clock.runFor(59_000);
      expect(await page.evaluate(() => app.source.state)).toBe('signing-in');
      await page.clock.runFor(2_000);
      expect(await signedIn).toBe('sign_in_denied');
      expect(await page.evaluate(() => app.source.state)).toBe('signed-out');
    },
    TIMEOUT,
  );

  test(
    'a window that nobody answers times out',
    async () => {
      await using web = await start();
      const page = await web.open(await web.context(), '{"timeout":800}');
      expect(await page.evaluate(() => app.signIn({ popup: true }))).toBe('sign_in_timeout');
    },
    TIMEOUT,
  );

  test(
    'a message of somebody else is no answer',
    async () => {
      await using web = await start();
      const page = await web.open(await web.context(), '{"timeout":1500}');
      const signedIn = page.evaluate(() => app.signIn({ popup: true }));
      await page.evaluate(() => {
        const hash = '#access_token=stolen&token_type=bearer&state=p&expires_in=7199';
        postMessage({ type: 'cloudlink-sign-in', hash, search: '' }, location.origin);
      });
      expect(await signedIn).toBe('sign_in_timeout');
    },
    TIMEOUT,
  );

  test(
    'denied: the application learns it',
    async () => {
      await using web = await start({ implicit: { approval: 'page' } });
      const page = await web.open(await web.context());
      await leave(page);
      await logIn(page);
      await page.click('button[value=false]');
      await page.waitForURL('**/callback');
      await ready(page);
      expect(await page.evaluate(() => [app.failed, app.source.state])).toEqual([
        'sign_in_denied',
        'signed-out',
      ]);
    },
    TIMEOUT,
  );

  test.each([
    ['a state that nobody waits for', '#access_token=t&token_type=bearer&state=rwrong&expires_in=7199'],
    ['no known way', '#access_token=t&token_type=bearer&state=x&expires_in=7199'],
    ['a token that comes twice', '#access_token=t&access_token=u&token_type=bearer&state=r&expires_in=1'],
    ['an error in the query for an unknown state', '?error=unsupported_response_type&state=rwrong'],
  ])(
    'an answer with %s signs nobody in, and is out of the address bar',
    async (_, answer) => {
      await using web = await start();
      const page = await (await web.context()).newPage();
      await page.goto(`${web.origin}/callback${answer}`);
      await ready(page);
      expect(await page.evaluate(() => [app.failed, app.source.state])).toEqual([
        'state_mismatch',
        'signed-out',
      ]);
      expect(page.url()).toBe(`${web.origin}/callback`);
    },
    TIMEOUT,
  );

  test(
    'two tabs at once do not disturb each other',
    async () => {
      await using web = await start();
      const context = await web.context();
      const [first, second] = [await web.open(context), await web.open(context)];
      await leave(first);
      await leave(second);
      await logIn(second);
      await second.waitForURL('**/callback');
      await logIn(first);
      await first.waitForURL('**/callback');
      for (const page of [first, second]) {
        await ready(page);
        expect(await page.evaluate(() => app.whoami())).toBe('jdoe');
      }
    },
    TIMEOUT,
  );

  test.each([
    ['sessionStorage', 'jdoe'],
    ['memory', 'sign_in_required'],
  ])(
    'after a reload a token in %s is %s',
    async (storage, answer) => {
      await using web = await start();
      const page = await web.open(await web.context(), JSON.stringify({ storage }));
      await signInByRedirect(page);
      await page.reload();
      await ready(page);
      expect(await page.evaluate(() => app.whoami())).toBe(answer);
    },
    TIMEOUT,
  );

  test(
    'a token that ends during use: the state says so, and calls ask to sign in',
    async () => {
      await using web = await start();
      const page = await web.open(await web.context());
      await signInByRedirect(page);
      expect(await page.evaluate(() => app.whoami())).toBe('jdoe');
      // In place of two hours that pass.
      await page.evaluate(() => {
        const end = Date.now() + 7_200_000;
        Date.now = () => end;
      });
      await page.waitForFunction(() => app.source.state === 'expired');
      await page.waitForFunction(() => app.source.peek() === undefined);
      expect(await page.evaluate(() => app.whoami())).toBe('sign_in_required');
      expect(await page.evaluate(() => app.states.slice(-1))).toEqual(['expired']);
    },
    TIMEOUT,
  );

  test(
    'in a window under a Cross-Origin-Opener-Policy, which says that it is closed: signed in',
    async () => {
      await using web = await start({}, { 'Cross-Origin-Opener-Policy': 'same-origin' });
      const context = await web.context();
      const page = await web.open(context);
      const opened = page.waitForEvent('popup');
      const signedIn = page.evaluate(() => app.signIn({ popup: true }));
      const popup = await opened;
      await popup.waitForSelector('input[name=user]');
      await logIn(popup);
      expect(await signedIn).toBe('signed in');
      expect(await page.evaluate(() => app.whoami())).toBe('jdoe');
    },
    TIMEOUT,
  );

  test(
    'addresses of the application are left as they are',
    async () => {
      await using web = await start();
      const page = await (await web.context()).newPage();
      const addresses = [
        '/#/machines?state=encrypted',
        '/machines?state=a&state=b',
        '/x?state=a#disks',
        '/oops?error=500',
        '/callback?error=500&state=a',
      ];
      for (const address of addresses) {
        await page.goto(web.origin + address);
        await ready(page);
        expect(page.url()).toBe(web.origin + address);
        expect(await page.evaluate(() => [app.failed, app.completed])).toEqual([undefined, undefined]);
      }
    },
    TIMEOUT,
  );

  test(
    'an OAuth error without a state is told once, and a reload is a new start',
    async () => {
      await using web = await start();
      const page = await (await web.context()).newPage();
      await page.goto(`${web.origin}/callback?error=unauthorized_client&page=1`);
      await ready(page);
      expect(await page.evaluate(() => app.failed)).toBe('state_mismatch');
      expect(page.url()).toBe(`${web.origin}/callback?page=1`);
      await page.reload();
      await ready(page);
      expect(await page.evaluate(() => app.failed)).toBeUndefined();
    },
    TIMEOUT,
  );

  test(
    'where the browser permits no sessionStorage, a window signs in and a redirect says why not',
    async () => {
      await using web = await start();
      const page = await web.open(await web.context(), '{"storage":"sessionStorage"}');
      await page.evaluate(() =>
        Object.defineProperty(globalThis, 'sessionStorage', {
          get() {
            throw new DOMException('denied', 'SecurityError');
          },
        }),
      );
      expect(await page.evaluate(() => app.signIn())).toBe('storage_unavailable');
      const opened = page.waitForEvent('popup');
      const signedIn = page.evaluate(() => app.signIn({ popup: true }));
      const popup = await opened;
      await popup.waitForSelector('input[name=user]');
      await logIn(popup);
      expect(await signedIn).toBe('signed in');
      expect(await page.evaluate(() => app.signOut())).toBe('signed out');
    },
    TIMEOUT,
  );

  test.each(['post', 'postRequest'] as const)(
    'a POST that meets a 401 is sent again with its body: %s',
    async (way) => {
      await using web = await start();
      const page = await web.open(await web.context(), '{"whenSignedOut":"wait"}');
      const opened = page.waitForEvent('popup');
      const signedIn = page.evaluate(() => app.signIn({ popup: true }));
      const popup = await opened;
      await popup.waitForSelector('input[name=user]');
      await logIn(popup);
      await signedIn;
      web.emulator.revokeTokens();
      const status = page.evaluate((name) => app[name]({ origin: 'https://more.example.com' }), way);
      await page.waitForFunction(() => app.source.state === 'expired');
      // The Center's own session lives: the window closes by itself.
      expect(await page.evaluate(() => app.signIn({ popup: true }))).toBe('signed in');
      expect(await status).toBe(200);
      expect(web.emulator.store.state.origins).toContain('https://more.example.com');
    },
    TIMEOUT,
  );

  test(
    'a call that may wait goes on when somebody signs in',
    async () => {
      await using web = await start();
      const page = await web.open(await web.context(), '{"whenSignedOut":"wait"}');
      const name = page.evaluate(() => app.whoami());
      const opened = page.waitForEvent('popup');
      const signedIn = page.evaluate(() => app.signIn({ popup: true }));
      const popup = await opened;
      await popup.waitForSelector('input[name=user]');
      await logIn(popup);
      await signedIn;
      expect(await name).toBe('jdoe');
    },
    TIMEOUT,
  );

  test(
    'signing out ends the session on the Center',
    async () => {
      await using web = await start();
      const page = await web.open(await web.context());
      await signInByRedirect(page);
      expect(await page.evaluate(() => app.signOut())).toBe('signed out');
      expect(await page.evaluate(() => [app.source.state, app.source.peek()])).toEqual([
        'signed-out',
        undefined,
      ]);
      expect(web.emulator.requests.at(-1)).toMatchObject({
        method: 'DELETE',
        path: '/cloudlink/rest/auth',
        status: 200,
      });
    },
    TIMEOUT,
  );

  test(
    'signing out forgets the token though the Center does not confirm it, and says so',
    async () => {
      await using web = await start();
      const page = await web.open(await web.context());
      await signInByRedirect(page);
      web.emulator.store.state.origins = [];
      expect(await page.evaluate(() => app.signOut())).toBe('logout_failed');
      expect(await page.evaluate(() => [app.source.state, app.source.peek()])).toEqual([
        'signed-out',
        undefined,
      ]);
    },
    TIMEOUT,
  );

  test(
    'the example of the README signs in and out with one button',
    async () => {
      await using web = await start();
      const page = await (await web.context()).newPage();
      await page.goto(`${web.origin}/example`);
      const opened = page.waitForEvent('popup');
      await page.click('text=Sign in');
      await logIn(await opened);
      await page.click('text=Sign out');
      await page.waitForSelector('text=Sign in');
      expect(await page.evaluate(() => app.source.state)).toBe('signed-out');
      // The token is forgotten before the Center answers.
      await expect.poll(() => web.emulator.requests.at(-1)).toMatchObject({ method: 'DELETE', status: 200 });
    },
    TIMEOUT,
  );
});
