/**
 * Real Chromium and Firefox, driven by puppeteer: Firefox over WebDriver BiDi, which is the only protocol
 * that it has.
 */
import { type Browser, launch, type Page } from 'puppeteer-core';

export type BrowserName = 'chromium' | 'firefox';

const POLL_MS = 50;

export function launchBrowser(name: BrowserName): Promise<Browser> {
  // The emulator's certificate is its own; what a page may trust is the browser's business.
  if (name === 'firefox')
    return launch({ browser: 'firefox', executablePath: '/usr/bin/firefox-esr', acceptInsecureCerts: true });
  return launch({
    browser: 'chrome',
    executablePath: '/usr/bin/chromium',
    acceptInsecureCerts: true,
    args: ['--no-sandbox'],
  });
}

/** Calls again until it is true; a page that is just being left counts as false. */
export async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds().catch(() => false))) {
    await new Promise((resolve) => {
      setTimeout(resolve, POLL_MS);
    });
  }
}

/** A tab in the background paints nothing, and puppeteer waits for that. */
export async function click(page: Page, selector: string): Promise<void> {
  await page.bringToFront();
  await page.locator(selector).click();
}

export async function fill(page: Page, selector: string, text: string): Promise<void> {
  await page.bringToFront();
  await page.locator(selector).fill(text);
}

/** What a person sees of the page. */
export const textOf = (page: Page): Promise<string> => page.evaluate(() => document.body.innerText);

export async function shows(page: Page, text: string): Promise<void> {
  await until(async () => (await textOf(page)).includes(text));
}
