/**
 * Signing in in a window of its own in real browsers.
 *
 * @module
 */
import type { BrowserName } from '@cloudlink-center/testing/browsers';
import { logIn } from '@cloudlink-center/testing/web-application';
import { expect, test } from 'vitest';
import { type PageApp, signInInWindow, type Start } from './page.ts';

declare const app: PageApp;

export function windowTests(start: Start, browser: BrowserName): void {
  test('in a window: signed in, and the window is closed', async () => {
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
  });

  test.runIf(browser === 'chromium')('a window that is closed is a denial, after a while', async () => {
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
  });

  test('a window that nobody answers times out', async () => {
    await using web = await start();
    const page = await web.open(await web.context(), '{"timeout":800}');
    expect(await page.evaluate(() => app.signIn({ popup: true }))).toBe('sign_in_timeout');
  });

  test('a message of somebody else is no answer', async () => {
    await using web = await start();
    const page = await web.open(await web.context(), '{"timeout":1500}');
    const signedIn = page.evaluate(() => app.signIn({ popup: true }));
    await page.evaluate(() => {
      const hash = '#access_token=stolen&token_type=bearer&state=p&expires_in=7199';
      postMessage({ type: 'cloudlink-sign-in', hash, search: '' }, location.origin);
    });
    expect(await signedIn).toBe('sign_in_timeout');
  });

  test('in a window under a Cross-Origin-Opener-Policy, which says that it is closed: signed in', async () => {
    await using web = await start({}, { 'Cross-Origin-Opener-Policy': 'same-origin' });
    const context = await web.context();
    const page = await web.open(context);
    expect(await signInInWindow(page)).toBe('signed in');
    expect(await page.evaluate(() => app.whoami())).toBe('jdoe');
  });

  test('where the browser permits no sessionStorage, a window signs in and a redirect says why not', async () => {
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
    expect(await signInInWindow(page)).toBe('signed in');
    expect(await page.evaluate(() => app.signOut())).toBe('signed out');
  });
}
