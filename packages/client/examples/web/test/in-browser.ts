/**
 * The web application in real browsers, built as it would be published: sign-in by redirect and in a window,
 * denial, reload, expiry, both routers, a strict Content-Security-Policy, and a Cross-Origin-Opener-Policy on
 * both sides.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BrowserName, launchBrowser, until } from '@cloudlink-center/testing/browsers';
import type { Browser } from 'puppeteer-core';
import { build } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { application, type ApplicationOptions, button, logIn, signIn } from './application.ts';
import { click, fill, shows, textOf } from './pages.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const TIMEOUT = 60_000;

/** A file for each browser, so that they run side by side. */
export function testIn(name: BrowserName): void {
  let folder: string;
  let browser: Browser;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'web-'));
    await build({ root, logLevel: 'warn', build: { outDir: folder, emptyOutDir: true } });
    browser = await launchBrowser(name);
  }, TIMEOUT);
  afterAll(async () => {
    await browser.close();
    await rm(folder, { recursive: true });
  });
  const start = (options?: ApplicationOptions) => application(browser, folder, options);

  test.each(['/vault', '/#/vault'])(
    'by redirect from %s and back to it, with no token in the address and nothing refused by the policy',
    async (path) => {
      await using web = await start({ path, page: { router: path.includes('#') ? 'hash' : 'history' } });
      const { page } = web;
      await shows(page, 'Sign in to see the machines');
      await signIn(web);
      await shows(page, 'After a restart it');
      expect(page.url()).toBe(web.origin + path);
      await click(page, '::-p-text(Machines)');
      await shows(page, 'app02');
      expect(page.url()).toBe(path.includes('#') ? `${web.origin}/#/` : `${web.origin}/`);
      await page.evaluate(() => history.back());
      await shows(page, 'After a restart it');
      expect(await web.violations()).toEqual([]);
    },
    TIMEOUT,
  );

  test(
    'in a window, with a Cross-Origin-Opener-Policy on both sides: the page stays where it is',
    async () => {
      await using web = await start({ path: '/#/alarms', page: { router: 'hash' } });
      await click(web.page, button('Sign in in a window'));
      await logIn(await web.popup());
      await shows(web.page, 'waits for a decision');
      expect(web.page.url()).toBe(`${web.origin}/#/alarms`);
      await until(async () => (await web.context.pages()).length === 1);
    },
    TIMEOUT,
  );

  test(
    'over TLS, with an appliance that sends no policy of its own',
    async () => {
      await using web = await start({ overTls: true });
      await click(web.page, button('Sign in in a window'));
      await logIn(await web.popup());
      await shows(web.page, 'app02');
    },
    TIMEOUT,
  );

  test(
    'denied, by redirect and in a window: the page says so, and offers to sign in again',
    async () => {
      await using web = await start({ implicit: { approval: 'page' } });
      const { page } = web;
      await click(page, button('Sign in'));
      await logIn(page);
      await click(page, 'button[value=false]');
      await shows(page, 'You were not signed in: the access was denied.');
      expect(page.url()).toBe(`${web.origin}/`);
      await click(page, button('Sign in in a window'));
      await until(async () => !(await textOf(page)).includes('denied'));
      await click(await web.popup(), 'button[value=false]');
      await shows(page, 'You were not signed in: the access was denied.');
      await page.waitForSelector(button('Sign in'));
    },
    TIMEOUT,
  );

  test(
    'a reload forgets a token in memory; the session at the Center makes signing in one click',
    async () => {
      await using web = await start({ path: '/vault' });
      const { page } = web;
      await signIn(web);
      await page.reload();
      await click(page, button('Sign in'));
      await page.waitForSelector(button('Sign out'));
      expect(page.url()).toBe(`${web.origin}/vault`);
    },
    TIMEOUT,
  );

  test(
    'a reload keeps a token in sessionStorage',
    async () => {
      await using web = await start({ page: { storage: 'sessionStorage' } });
      await signIn(web);
      await web.page.reload();
      await shows(web.page, 'app02');
    },
    TIMEOUT,
  );

  test(
    'a session that expires during use: the page, the filter and a call under way survive a new sign-in',
    async () => {
      await using web = await start({ path: '/vault' });
      web.emulator.store.state.vault = { state: 'locked', auto: false };
      const { page } = web;
      await signIn(web);
      await page.waitForSelector('input[name=code]');
      await fill(page, 'input[name=code]', 'first made-up code');
      web.emulator.revokeTokens();
      await click(page, button('Unlock'));
      await shows(page, 'Your session has expired. Nothing on this page is lost.');
      expect(web.emulator.store.state.vault.state).toBe('locked');
      await click(page, button('Continue'));
      await shows(page, 'State: unlocked');
      expect(page.url()).toBe(`${web.origin}/vault`);

      await click(page, '::-p-text(Machines)');
      await page.waitForSelector('input[name=filter]');
      await fill(page, 'input[name=filter]', 'app0');
      await until(async () => !(await textOf(page)).includes('db01'));
      web.emulator.revokeTokens();
      await shows(page, 'Your session has expired');
      expect(await textOf(page)).toContain('app02');
      await click(page, button('Continue'));
      await page.waitForSelector(button('Sign out'));
      expect(await page.$eval('input[name=filter]', (input) => input.value)).toBe('app0');
    },
    TIMEOUT,
  );

  test(
    'a token that comes to its end is announced before a call fails',
    async () => {
      await using web = await start({ tokenLifetime: 4 });
      await click(web.page, button('Sign in'));
      await logIn(web.page);
      await shows(web.page, 'Your session has expired');
      expect(await textOf(web.page)).toContain('app02');
    },
    TIMEOUT,
  );

  test(
    'encryption, its progress and alarms are live; who may not, is told',
    async () => {
      await using web = await start({ workDuration: 600_000 });
      const { page } = web;
      await signIn(web);
      await click(page, '[data-disk="402653184004"] button');
      await page.waitForSelector('[data-disk="402653184004"][data-state=encrypting] progress');
      web.emulator.store.state.alarms.push({ id: 'alarm-9', severity: 'HIGH', details: 'The fan is tired' });
      await click(page, '::-p-text(Alarms)');
      await shows(page, 'The fan is tired');
      await click(page, button('Sign out'));
      await shows(page, 'Sign in to see the machines');
      // The page forgets the token at once and tells the Center beside that, after a preflight request.
      await expect
        .poll(() => web.emulator.requests, { timeout: TIMEOUT })
        .toContainEqual(expect.objectContaining({ method: 'DELETE', path: '/cloudlink/rest/auth' }));
    },
    TIMEOUT,
  );

  test(
    'a person without the permission is told which one is missing',
    async () => {
      await using web = await start();
      await signIn(web, 'jdoe');
      await click(web.page, '[data-disk="402653184004"] button');
      await shows(web.page, 'Change Machine Encryption');
    },
    TIMEOUT,
  );
}
