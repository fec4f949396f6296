/**
 * The page of the tests in browsers, which has a source of the implicit grant as `app.source`, and what the
 * tests do on it.
 *
 * @module
 */
import type { BrowserName } from '@cloudlink-center/testing/browsers';
import {
  logIn,
  ready,
  type WebApplications,
  webApplications,
} from '@cloudlink-center/testing/web-application';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, vi } from 'vitest';
import type { ImplicitSource } from '../../src/index.ts';

/** What the page has as `app`. */
export interface PageApp {
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

/** Two browsers at once on a busy machine are slow. */
const PATIENCE_MS = 300_000;

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
  import { startSignIn } from '../../examples/in-a-browser.ts';
  const button = document.body.appendChild(document.createElement('button'));
  globalThis.app = { source: startSignIn(BASE_URL, button) };
`;

/** Starts an application for one test. */
export type Start = WebApplications['start'];

/**
 * Starts the browser once for all tests that are defined here. Each has an application and a profile of its
 * own.
 */
export function inBrowser(browser: BrowserName, define: (start: Start) => void): void {
  vi.setConfig({ testTimeout: PATIENCE_MS });
  let applications: WebApplications;
  beforeAll(async () => {
    const scripts = { '/': PAGE, '/example': EXAMPLE };
    applications = await webApplications({ browser, scripts, resolveDir: import.meta.dirname });
  }, PATIENCE_MS);
  afterAll(() => applications[Symbol.asyncDispose](), PATIENCE_MS);
  define((options, headers) => applications.start(options, headers));
}

/** Starts to sign in by redirect, and waits for the login page. */
export async function leave(page: Page): Promise<void> {
  await page.evaluate(() => void app.signIn());
  await page.waitForSelector('input[name=user]');
}

export async function signInByRedirect(page: Page): Promise<void> {
  await leave(page);
  await logIn(page);
  await page.waitForURL('**/callback');
  await ready(page);
}

/** Resolves to what `app.signIn` said. */
export async function signInInWindow(page: Page): Promise<string> {
  const opened = page.waitForEvent('popup');
  const signedIn = page.evaluate(() => app.signIn({ popup: true }));
  const popup = await opened;
  await popup.waitForSelector('input[name=user]');
  await logIn(popup);
  return signedIn;
}
