/**
 * A web application that signs people in, served from an origin of its own, in real Chromium or Firefox, against an emulated Center.
 */
import { createServer } from 'node:http';
import { type Emulator, type EmulatorOptions, startEmulator } from '@cloudlink-center/emulator';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { browserBundle } from '../browser-bundle.ts';
import { launchFirefox, type TestBrowser } from './firefox.ts';

export interface Application extends AsyncDisposable {
  readonly emulator: Emulator;
  readonly origin: string;
  /** A new browser profile, in which nobody is signed in. */
  context(): Promise<BrowserContext>;
  /** Opens a page of the application; the query gives options of `implicit`. */
  open(context: BrowserContext, query?: string): Promise<Page>;
}

/** What pages have as `app`. */
const PAGE = `
  import createClient from 'openapi-fetch';
  import { authFetch, bearerAuth, implicit, isAuthError } from '@cloudlink-center/auth';

  const { baseUrl, ...options } = JSON.parse(sessionStorage.getItem('options') ?? '{}');
  const redirectUri = location.origin + '/callback';
  const source = implicit({ clientId: 'web', redirectUri, baseUrl: BASE_URL, ...options });
  const api = createClient({ baseUrl: BASE_URL + '/cloudlink/rest' });
  api.use(bearerAuth(source));
  const states = [source.state];
  source.subscribe((state) => states.push(state));
  const named = (error) => isAuthError(error) ? error.code : String(error);
  const app = {
    source, states,
    signIn: (options) => source.signIn(options).then(() => 'signed in', named),
    whoami: () => api.GET('/auth').then(({ data, response }) => data?.name ?? response.status, named),
    post: (body) => api.POST('/cors', { body }).then(({ response }) => response.status, named),
    postRequest: (body) =>
      authFetch(source)(
        new Request(BASE_URL + '/cloudlink/rest/cors', {
          method: 'POST',
          body: JSON.stringify(body),
          headers: { 'Content-Type': 'application/json' },
        }),
      ).then(({ status }) => status, named),
    signOut: () => source.signOut().then(() => 'signed out', named),
  };
  try {
    app.completed = source.completeSignIn();
  } catch (error) {
    app.failed = named(error);
  }
  // While it is signing in, the page is about to be loaded once more.
  if (source.state !== 'signing-in') globalThis.app = app;
`;

/** The README's example, on a page with one button. */
const EXAMPLE = `
  import { startSignIn } from '../examples/in-a-browser.ts';
  const button = document.body.appendChild(document.createElement('button'));
  globalThis.app = { source: startSignIn(BASE_URL, button) };
`;

/** Browsers in which the suite runs. */
export const BROWSERS = ['chromium', 'firefox'] as const;

/** How an application is served. */
export interface Serving {
  readonly browser?: (typeof BROWSERS)[number];
  /** Headers of its pages. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** @param script - Module of its pages. It sets `app` when it is ready. */
export async function application(
  options: EmulatorOptions = {},
  script: string = PAGE,
  { browser: name = 'chromium', headers = {} }: Serving = {},
): Promise<Application> {
  const scripts: Record<string, string> = {};
  const server = createServer(({ url = '' }, response) => {
    const code = scripts[url];
    const page = url === '/example' ? 'example' : 'app';
    for (const [header, value] of Object.entries(headers)) response.setHeader(header, value);
    response.setHeader('Content-Type', code === undefined ? 'text/html' : 'text/javascript');
    response.end(
      code ?? `<!doctype html><title>App</title><body><script type="module" src="/${page}.js"></script>`,
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const origin = `http://127.0.0.1:${String(typeof address === 'object' ? address?.port : '')}`;
  const emulator = await startEmulator({
    ...options,
    implicit: { ...options.implicit, clients: { web: [`${origin}/callback`] } },
  });
  emulator.store.state.origins.push(origin);
  for (const [url, page] of Object.entries({ '/app.js': script, '/example.js': EXAMPLE }))
    scripts[url] = (await browserBundle(page)).replaceAll('BASE_URL', JSON.stringify(emulator.url));
  const browser = name === 'firefox' ? await launchFirefox() : await launchChromium();
  return {
    emulator,
    origin,
    // The emulator's certificate is its own; what a page may trust is the browser's business.
    context: () => browser.newContext(),
    async open(context, query = '{}') {
      const page = await context.newPage();
      await page.addInitScript(
        (text) => void (sessionStorage.getItem('options') ?? sessionStorage.setItem('options', text)),
        query,
      );
      await page.goto(`${origin}/`);
      await ready(page);
      return page;
    },
    async [Symbol.asyncDispose]() {
      await browser.close();
      await emulator.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
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

/** Of each step in a browser. A busy machine takes many times as long as an idle one. */
const PATIENCE_MS = 120_000;

/** Chromium as it is, for tests that need no application. */
export function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox'],
    timeout: PATIENCE_MS,
  });
}

async function launchChromium(): Promise<TestBrowser> {
  const browser = await launch();
  return {
    async newContext() {
      const context = await browser.newContext({ ignoreHTTPSErrors: true });
      context.setDefaultTimeout(PATIENCE_MS);
      return context;
    },
    close: () => browser.close(),
  };
}
