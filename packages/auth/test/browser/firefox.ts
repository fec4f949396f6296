/**
 * Firefox over WebDriver BiDi, driven by puppeteer, behind the part of Playwright's interface that the tests use: Playwright drives
 * only a Firefox of its own, which does not come from a package registry.
 *
 * @module
 */
import type { BrowserContext, Page } from 'playwright-core';
import { launch, type Page as FirefoxPage } from 'puppeteer-core';

/** What the tests use of a browser. */
export interface TestBrowser {
  newContext(): Promise<BrowserContext>;
  close(): Promise<void>;
}

const POLL_MS = 50;
/** Of each step. A busy machine takes many times as long as an idle one. */
const PATIENCE_MS = 120_000;

export async function launchFirefox(): Promise<TestBrowser> {
  const browser = await launch({
    browser: 'firefox',
    executablePath: '/usr/bin/firefox-esr',
    acceptInsecureCerts: true,
    timeout: PATIENCE_MS,
    // Windows that a test opens outside of a click.
    extraPrefsFirefox: { 'dom.disable_open_during_load': false },
  });
  return {
    async newContext() {
      const context = await browser.createBrowserContext();
      const newPage = async (): Promise<Page> => {
        const page = await context.newPage();
        page.setDefaultTimeout(PATIENCE_MS);
        return adapted(page);
      };
      // The tests use nothing else of a context.
      return { newPage } as BrowserContext;
    },
    close: () => browser.close(),
  };
}

/** Calls again until it is true; a page that is just being left counts as false. */
async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await Promise.resolve(holds()).catch(() => false))) {
    await new Promise((resolve) => {
      setTimeout(resolve, POLL_MS);
    });
  }
}

/** `text=Sign in` is Playwright's; puppeteer has a pseudo-class for it. */
const selectorOf = (selector: string): string => selector.replace(/^text=(.*)$/, '::-p-text($1)');

function adapted(page: FirefoxPage): Page {
  const part = {
    goto: (url: string) => page.goto(url),
    evaluate: (work: (argument: unknown) => unknown, argument: unknown) => page.evaluate(work, argument),
    waitForSelector: (selector: string) => page.waitForSelector(selectorOf(selector)),
    waitForFunction: (work: () => unknown) => until(async () => Boolean(await page.evaluate(work))),
    waitForURL: (glob: string) => until(() => page.url().endsWith(glob.replace('**', ''))),
    waitForEvent: (event: 'popup' | 'close') =>
      new Promise((resolve) => {
        page.once(event, (other) => {
          other?.setDefaultTimeout(PATIENCE_MS);
          resolve(other ? adapted(other) : undefined);
        });
      }),
    async fill(selector: string, text: string) {
      // A tab in the background paints nothing, and puppeteer waits for that.
      await page.bringToFront();
      await page.locator(selector).fill(text);
    },
    async click(selector: string) {
      await page.bringToFront();
      await page.locator(selectorOf(selector)).click();
    },
    addInitScript: (work: (argument: string) => void, argument: string) =>
      page.evaluateOnNewDocument(work, argument),
    url: () => page.url(),
    reload: () => page.reload(),
    goBack: () => page.evaluate(() => history.back()),
    goForward: () => page.evaluate(() => history.forward()),
    isClosed: () => page.isClosed(),
    close: () => page.close(),
  };
  // The tests use no other part.
  return part as unknown as Page;
}
