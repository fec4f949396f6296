/** The READMEs' sign-ins of people, in real Chromium, on pages of an origin that the emulated Center allows. */
import { expect, test } from 'vitest';
import { application, logIn, ready } from '../../auth/test/browser/application.ts';
import type { CloudLink } from '../src/index.ts';

/** What the pages under test have. */
declare const app: { center: CloudLink };

/** Bundled in the folder of the auth package's tests, which have the bundler and the browser. */
const IMPLICIT = `
  import { signedIn } from '../../client/examples/readme/implicit.ts';
  globalThis.app = { center: await signedIn(BASE_URL) };
`;
const IN_A_BROWSER = `
  import { startSignIn } from '../../client/examples/readme/in-a-browser.ts';
  const button = document.body.appendChild(document.createElement('button'));
  globalThis.app = { center: startSignIn(BASE_URL, button) };
`;
const TIMEOUT = 60_000;

test(
  'implicit.ts goes to the login page and comes back signed in',
  async () => {
    await using web = await application({}, IMPLICIT);
    const page = await (await web.context()).newPage();
    await page.goto(`${web.origin}/`);
    await page.waitForSelector('input[name=user]');
    await logIn(page);
    await page.waitForURL(`${web.origin}/*`);
    await ready(page);
    expect(await page.evaluate(async () => (await app.center.sessions.whoami()).name)).toBe('jdoe');
    expect(page.url()).toBe(`${web.origin}/`);
  },
  TIMEOUT,
);

test(
  'in-a-browser.ts signs in in a window, calls, and signs out',
  async () => {
    await using web = await application({}, IN_A_BROWSER);
    const page = await web.open(await web.context());
    const opening = page.waitForEvent('popup');
    await page.click('text=Sign in');
    const popup = await opening;
    await popup.waitForSelector('input[name=user]');
    await logIn(popup);
    await page.waitForSelector('text=Sign out');
    expect(await page.evaluate(async () => (await app.center.machines.list()).length)).toBe(5);
    await page.click('text=Sign out');
    await page.waitForSelector('text=Sign in');
    const refused = page.evaluate(() =>
      app.center.machines.list().catch(({ code }: { code: string }) => code),
    );
    expect(await refused).toBe('sign_in_failed');
  },
  TIMEOUT,
);
