/**
 * Firefox over WebDriver BiDi, driven by puppeteer, behind the part of Playwright's interface that the tests
 * use: Playwright drives only a Firefox of its own, which does not come from a package registry.
 *
 * @module
 */
import type { BrowserContext, Page } from 'playwright-core';
import type { Page as FirefoxPage } from 'puppeteer-core';
import { launchBrowser, PATIENCE_MS, until } from './browsers.ts';

/** What the tests use of a browser. */
export interface TestBrowser {
  newContext(): Promise<BrowserContext>;
  close(): Promise<void>;
}

export async function launchFirefox(): Promise<TestBrowser> {
  const browser = await launchBrowser('firefox');
  return {
    async newContext() {
      const context = await browser.createBrowserContext();
      // The tests use nothing else of a context.
      return {
        async newPage() {
          const page = await context.newPage();
          page.setDefaultTimeout(PATIENCE_MS);
          return adapted(page);
        },
        close: () => context.close(),
      } as BrowserContext;
    },
    close: () => browser.close(),
  };
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
