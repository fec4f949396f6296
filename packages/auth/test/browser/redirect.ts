/**
 * Signing in by redirect in real browsers: the way there and back, denial, tabs, and reloads.
 *
 * @module
 */
import type { BrowserName } from '@cloudlink-center/testing/browsers';
import { logIn, ready } from '@cloudlink-center/testing/web-application';
import { expect, test } from 'vitest';
import { leave, type PageApp, signInByRedirect, type Start } from './page.ts';

declare const app: PageApp;

export function redirectTests(start: Start, browser: BrowserName): void {
  test('by redirect: signed in, back where it was, and no token in the address or the history', async () => {
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
  });

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
  );

  test('denied: the application learns it', async () => {
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
  });

  test('two tabs at once do not disturb each other', async () => {
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
  });

  test.each([
    ['sessionStorage', 'jdoe'],
    ['memory', 'sign_in_required'],
  ])('after a reload a token in %s is %s', async (storage, answer) => {
    await using web = await start();
    const page = await web.open(await web.context(), JSON.stringify({ storage }));
    await signInByRedirect(page);
    await page.reload();
    await ready(page);
    expect(await page.evaluate(() => app.whoami())).toBe(answer);
  });

  test('a token that ends during use: the state says so, and calls ask to sign in', async () => {
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
  });
}
