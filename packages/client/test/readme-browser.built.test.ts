/** The READMEs' sign-ins of people, in real Chromium, on pages of an origin that the emulated Center allows. */
import {
  logIn,
  ready,
  type WebApplications,
  webApplications,
} from '@cloudlink-center/testing/web-application';
import { expect, test } from 'vitest';
import type { CloudLink } from '../src/index.ts';

/** What the pages under test have. */
declare const app: { center: CloudLink };

const IMPLICIT = `
  import { signedIn } from '../examples/readme/implicit.ts';
  globalThis.app = { center: await signedIn(BASE_URL) };
`;
const IN_A_BROWSER = `
  import { startSignIn } from '../examples/readme/in-a-browser.ts';
  const button = document.body.appendChild(document.createElement('button'));
  globalThis.app = { center: startSignIn(BASE_URL, button) };
`;
const PATIENCE_MS = 300_000;

function serve(script: string): Promise<WebApplications> {
  return webApplications({ scripts: { '/': script }, resolveDir: import.meta.dirname });
}

test(
  'implicit.ts opens the login page and returns signed in',
  async () => {
    await using applications = await serve(IMPLICIT);
    await using web = await applications.start();
    const page = await (await web.context()).newPage();
    await page.goto(`${web.origin}/`);
    await page.waitForSelector('input[name=user]');
    await logIn(page);
    await page.waitForURL(`${web.origin}/*`);
    await ready(page);
    expect(await page.evaluate(async () => (await app.center.sessions.whoami()).name)).toBe('jdoe');
    expect(page.url()).toBe(`${web.origin}/`);
  },
  PATIENCE_MS,
);

test(
  'in-a-browser.ts signs in in a window, calls, and signs out',
  async () => {
    await using applications = await serve(IN_A_BROWSER);
    await using web = await applications.start();
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
  PATIENCE_MS,
);
