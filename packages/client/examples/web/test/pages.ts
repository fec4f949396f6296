/** What a person does and sees in a page that puppeteer drives. */
import { until } from '@cloudlink-center/testing/browsers';
import type { Page } from 'puppeteer-core';

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
