/**
 * Calls and sign-outs of pages in real browsers.
 *
 * @module
 */
import { logIn } from '@cloudlink-center/testing/web-application';
import { expect, test } from 'vitest';
import { type PageApp, signInByRedirect, signInInWindow, type Start } from './page.ts';

declare const app: PageApp;

export function callTests(start: Start): void {
  test.each(['post', 'postRequest'] as const)(
    'a POST that meets a 401 is sent again with its body: %s',
    async (way) => {
      await using web = await start();
      const page = await web.open(await web.context(), '{"whenSignedOut":"wait"}');
      await signInInWindow(page);
      web.emulator.revokeTokens();
      const status = page.evaluate((name) => app[name]({ origin: 'https://more.example.com' }), way);
      await page.waitForFunction(() => app.source.state === 'expired');
      // The Center's own session lives: the window closes by itself.
      expect(await page.evaluate(() => app.signIn({ popup: true }))).toBe('signed in');
      expect(await status).toBe(200);
      expect(web.emulator.store.state.origins).toContain('https://more.example.com');
    },
  );

  test('a call that may wait goes on when somebody signs in', async () => {
    await using web = await start();
    const page = await web.open(await web.context(), '{"whenSignedOut":"wait"}');
    const name = page.evaluate(() => app.whoami());
    await signInInWindow(page);
    expect(await name).toBe('jdoe');
  });

  test('signing out ends the session on the Center', async () => {
    await using web = await start();
    const page = await web.open(await web.context());
    await signInByRedirect(page);
    expect(await page.evaluate(() => app.signOut())).toBe('signed out');
    expect(await page.evaluate(() => [app.source.state, app.source.peek()])).toEqual([
      'signed-out',
      undefined,
    ]);
    await expect
      .poll(() => web.emulator.requests)
      .toContainEqual(
        expect.objectContaining({ method: 'DELETE', path: '/cloudlink/rest/auth', status: 200 }),
      );
  });

  test('signing out forgets the token though the Center does not confirm it, and says so', async () => {
    await using web = await start();
    const page = await web.open(await web.context());
    await signInByRedirect(page);
    web.emulator.store.state.origins = [];
    expect(await page.evaluate(() => app.signOut())).toBe('logout_failed');
    expect(await page.evaluate(() => [app.source.state, app.source.peek()])).toEqual([
      'signed-out',
      undefined,
    ]);
  });

  test('the example of the README signs in and out with one button', async () => {
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
    await expect
      .poll(() => web.emulator.requests)
      .toContainEqual(expect.objectContaining({ method: 'DELETE', status: 200 }));
  });
}
