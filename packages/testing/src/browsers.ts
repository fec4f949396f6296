/**
 * Real Chromium and Firefox as the system has them, driven by puppeteer: Firefox over WebDriver BiDi, which
 * is the only protocol that it has.
 *
 * @module
 */
import { type Browser, launch } from 'puppeteer-core';

export type BrowserName = 'chromium' | 'firefox';
export const BROWSERS: readonly BrowserName[] = ['chromium', 'firefox'];

/** How Chromium is started, by puppeteer and by Playwright. */
export const CHROMIUM: { executablePath: string; args: string[] } = {
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox'],
};

/** Of each step. A busy machine takes many times as long as an idle one. */
export const PATIENCE_MS = 120_000;
const POLL_MS = 50;

/** The emulator's certificate is its own; what a page may trust is the browser's business. */
export function launchBrowser(name: BrowserName): Promise<Browser> {
  const shared = { acceptInsecureCerts: true, timeout: PATIENCE_MS, protocolTimeout: PATIENCE_MS };
  if (name === 'chromium') return launch({ ...shared, ...CHROMIUM, browser: 'chrome' });
  return launch({
    ...shared,
    browser: 'firefox',
    executablePath: '/usr/bin/firefox-esr',
    // Windows that a test opens outside of a click.
    extraPrefsFirefox: { 'dom.disable_open_during_load': false },
  });
}

/** Polls until the condition holds. A page that is just being left counts as false. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await Promise.resolve(holds()).catch(() => false))) {
    await new Promise((resolve) => {
      setTimeout(resolve, POLL_MS);
    });
  }
}
