/**
 * The built page on an origin of its own, against an emulated Center: both with a Cross-Origin-Opener-Policy,
 * the page with its Content-Security-Policy.
 */
import { type Emulator, type EmulatorOptions, startEmulator } from '@cloudlink-center/emulator';
import { until } from '@cloudlink-center/testing/browsers';
import type { Browser, BrowserContext, Page } from 'puppeteer-core';
import { frontOf } from '../serve/center-front.ts';
import { type PageSettings, servePage } from '../serve/serve.ts';
import { click, fill } from './pages.ts';

export interface Application extends AsyncDisposable {
  readonly emulator: Emulator;
  readonly origin: string;
  readonly context: BrowserContext;
  readonly page: Page;
  /** What the page's policy refused. */
  violations(): Promise<string[]>;
  /** The window of the Center's login page. */
  popup(): Promise<Page>;
}

export interface ApplicationOptions extends EmulatorOptions {
  readonly page?: Partial<PageSettings>;
  /** The address to open first. */
  readonly path?: string;
  /** The Center is called at its own https address. */
  readonly overTls?: boolean;
}

export async function application(
  browser: Browser,
  folder: string,
  { page: choices = {}, path = '/', overTls = false, ...options }: ApplicationOptions = {},
): Promise<Application> {
  let settings: PageSettings = { center: '', clientId: 'web' };
  const server = await servePage(folder, 0, () => settings);
  const emulator = await startEmulator({
    ...options,
    implicit: { ...options.implicit, clients: { web: [`${server.origin}/callback`] } },
  });
  emulator.store.state.origins.push(server.origin);
  const front = await frontOf(emulator, 0, { 'Cross-Origin-Opener-Policy': 'same-origin' });
  settings = { ...settings, center: overTls ? emulator.url : front.origin, ...choices };
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  await page.evaluateOnNewDocument(() => {
    const refused: string[] = [];
    Object.assign(globalThis, { refused });
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
      refused.push(`${violatedDirective} ${blockedURI}`),
    );
  });
  await page.goto(server.origin + path);
  return {
    emulator,
    origin: server.origin,
    context,
    page,
    violations: () => page.evaluate(() => (globalThis as unknown as { refused: string[] }).refused), // set above
    async popup() {
      let found: Page | undefined;
      await until(async () => {
        found = (await context.pages()).find((one) => one !== page && one.url().includes('/cloudlink/'));
        return found !== undefined;
      });
      if (found === undefined) throw new Error('There is no window.');
      return found;
    },
    async [Symbol.asyncDispose]() {
      await context.close();
      for (const part of [server, front, emulator]) await part[Symbol.asyncDispose]();
    },
  };
}

/** Fills in the Center's login page. */
export async function logIn(page: Page, user = 'secadmin'): Promise<void> {
  await page.waitForSelector('input[name=user]');
  await fill(page, 'input[name=user]', user);
  await fill(page, 'input[name=password]', 'emulated-password');
  await click(page, 'button');
}

/** The button with exactly these words. */
export const button = (words: string): string => `::-p-xpath(//button[normalize-space()='${words}'])`;

export async function signIn({ page }: Application, user?: string): Promise<void> {
  await click(page, button('Sign in'));
  await logIn(page, user);
  await page.waitForSelector(button('Sign out'));
}
