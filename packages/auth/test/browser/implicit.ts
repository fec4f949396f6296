/**
 * Signing in in a real browser: two origins, the Center's own pages, redirects and windows. A file for each
 * browser runs all of it, so that the browser starts once and both run side by side.
 *
 * @module
 */
import type { BrowserName } from '@cloudlink-center/testing/browsers';
import { describe } from 'vitest';
import { answerTests } from './answers.ts';
import { callTests } from './calls.ts';
import { inBrowser } from './page.ts';
import { redirectTests } from './redirect.ts';
import { windowTests } from './window.ts';

export function implicitTests(browser: BrowserName): void {
  inBrowser(browser, (start) => {
    describe('by redirect', () => redirectTests(start, browser));
    describe('in a window', () => windowTests(start, browser));
    describe('answers', () => answerTests(start));
    describe('calls', () => callTests(start));
  });
}
