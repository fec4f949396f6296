/**
 * Web applications that sign people in, each served from an origin of its own, in one real Chromium or
 * Firefox, against an emulated Center. A file of tests starts the browser once; each test has an application,
 * an emulator and browser profiles of its own.
 *
 * @module
 */
import { createServer } from 'node:http';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { browserBundle } from './browser-bundle.ts';
import { type BrowserName, CHROMIUM, PATIENCE_MS } from './browsers.ts';
import { type Emulator, type EmulatorOptions, startEmulator } from './emulator.ts';
import { launchFirefox, type TestBrowser } from './firefox-pages.ts';
import { listen } from './listen.ts';

export interface WebApplications extends AsyncDisposable {
  /** @param headers - Of the application's pages. */
  start(options?: EmulatorOptions, headers?: Readonly<Record<string, string>>): Promise<Application>;
}

export interface Application extends AsyncDisposable {
  readonly emulator: Emulator;
  readonly origin: string;
  /** A new browser profile, in which nobody is signed in. */
  context(): Promise<BrowserContext>;
  /** Opens a page of the application. It finds the query in `sessionStorage` under `options`. */
  open(context: BrowserContext, query?: string): Promise<Page>;
}

/** What the applications of a file have in common. */
export interface Serving {
  readonly browser?: BrowserName;
  /**
   * Modules by the path of the page that runs them; any other path runs that of `/`. They set `app` when they
   * are ready, and have `BASE_URL`.
   */
  readonly scripts: Readonly<Record<string, string>>;
  /** Folder from which the modules' imports are resolved. */
  readonly resolveDir: string;
}

export async function webApplications({
  browser: name = 'chromium',
  scripts,
  resolveDir,
}: Serving): Promise<WebApplications> {
  const bundles = new Map<string, string>();
  for (const [path, script] of Object.entries(scripts))
    bundles.set(path, await browserBundle(script, resolveDir));
  const browser = name === 'firefox' ? await launchFirefox() : await chromiumForPages();
  return {
    start: (options = {}, headers = {}) => startOne(browser, bundles, options, headers),
    [Symbol.asyncDispose]: () => browser.close(),
  };
}

async function startOne(
  browser: TestBrowser,
  bundles: ReadonlyMap<string, string>,
  options: EmulatorOptions,
  headers: Readonly<Record<string, string>>,
): Promise<Application> {
  let baseUrl = '';
  const server = createServer(({ url = '' }, response) => {
    for (const [header, value] of Object.entries(headers)) response.setHeader(header, value);
    const script = url.startsWith('/script?') ? bundles.get(url.slice('/script?'.length)) : undefined;
    response.setHeader('Content-Type', script === undefined ? 'text/html' : 'text/javascript');
    const page = bundles.has(url) ? url : '/';
    response.end(
      script?.replaceAll('BASE_URL', JSON.stringify(baseUrl)) ??
        `<!doctype html><title>App</title><body><script type="module" src="/script?${page}"></script>`,
    );
  });
  const listening = await listen(server);
  const origin = `http://${listening.host}`;
  const emulator = await startEmulator({
    ...options,
    implicit: { ...options.implicit, clients: { web: [`${origin}/callback`] } },
  });
  baseUrl = emulator.url;
  emulator.store.state.origins.push(origin);
  const contexts: BrowserContext[] = [];
  return {
    emulator,
    origin,
    async context() {
      const context = await browser.newContext();
      contexts.push(context);
      return context;
    },
    open: (context, query = '{}') => open(context, origin, query),
    async [Symbol.asyncDispose]() {
      for (const context of contexts) await context.close();
      await emulator.close();
      await listening[Symbol.asyncDispose]();
    },
  };
}

async function open(context: BrowserContext, origin: string, query: string): Promise<Page> {
  const page = await context.newPage();
  await page.addInitScript(
    (text) => void (sessionStorage.getItem('options') ?? sessionStorage.setItem('options', text)),
    query,
  );
  await page.goto(`${origin}/`);
  await ready(page);
  return page;
}

/** Waits until the application's script has run. */
export async function ready(page: Page): Promise<void> {
  await page.waitForFunction(() => 'app' in globalThis);
}

/** Fills in the Center's login page. */
export async function logIn(page: Page, user = 'jdoe', password = 'emulated-password'): Promise<void> {
  await page.fill('input[name=user]', user);
  await page.fill('input[name=password]', password);
  await page.click('button');
}

/** Chromium driven by Playwright, for tests that need no application. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({ ...CHROMIUM, timeout: PATIENCE_MS });
}

async function chromiumForPages(): Promise<TestBrowser> {
  const browser = await launchChromium();
  return {
    // The emulator's certificate is its own; what a page may trust is the browser's business.
    async newContext() {
      const context = await browser.newContext({ ignoreHTTPSErrors: true });
      context.setDefaultTimeout(PATIENCE_MS);
      return context;
    },
    close: () => browser.close(),
  };
}
