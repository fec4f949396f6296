/**
 * The built site in real Chromium: links, search, no request to another host, accessibility, dark and light,
 * and a phone's width.
 */
import { globSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import lighthouse from 'lighthouse';
import { type Browser, launch, type Page } from 'puppeteer-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ServedSite, serveSite } from '../site/serve.ts';

const dist = join(import.meta.dirname, '../dist');
const PAGES = ['/', '/guides/trust/', '/rest/machines/rotate-keys/'];
interface Checker {
  run(page: Document, options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
}
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
let site: ServedSite;
let browser: Browser;

beforeAll(async () => {
  site = await serveSite(dist, 0);
  browser = await launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
});
afterAll(async () => {
  await browser.close();
  await site[Symbol.asyncDispose]();
});

async function open(path: string, scheme: 'dark' | 'light' = 'light', width = 1280): Promise<Page> {
  const page = await browser.newPage();
  await page.setViewport({ width, height: 800 });
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
  await page.goto(site.origin + path, { waitUntil: 'networkidle0' });
  return page;
}

test('every operation has a page', () => {
  expect(globSync('rest/*/*/index.html', { cwd: dist })).toHaveLength(290);
});

test('each link within the site leads to a page, and to a heading of it', () => {
  const pages = new Map(
    globSync('**/*.html', { cwd: dist }).map((file) => [
      `/${file.replace(/index\.html$/, '')}`,
      readFileSync(join(dist, file), 'utf8'),
    ]),
  );
  const broken: string[] = [];
  for (const [path, text] of pages) {
    for (const [, href = ''] of text.matchAll(/<a [^>]*href="([^"]+)"/g)) {
      const target = new URL(href.replaceAll('&amp;', '&'), `http://site${path}`);
      if (target.host !== 'site') continue;
      const found = pages.get(target.pathname);
      const anchor = decodeURIComponent(target.hash.slice(1));
      if (found === undefined) broken.push(`${path} -> ${href}`);
      else if (anchor !== '' && !found.includes(`id="${anchor}"`)) broken.push(`${path} -> ${href}`);
    }
  }
  expect(broken.slice(0, 20)).toEqual([]);
});

test.each(PAGES)('%s asks no other host for anything', async (path) => {
  const page = await browser.newPage();
  const others: string[] = [];
  page.on('request', (request) => {
    if (!request.url().startsWith(site.origin) && !request.url().startsWith('data:'))
      others.push(request.url());
  });
  await page.goto(site.origin + path, { waitUntil: 'networkidle0' });
  expect(others).toEqual([]);
  await page.close();
});

test.each([
  ['rotate the keys of a machine', '/rest/machines/rotate-keys/'],
  ['open the vault', '/rest/vault/unlock/'],
  ['encrypt a disk', '/rest/machines/set-disk-encryption/'],
  ['unlock a user', '/rest/users/unlock/'],
  ['make a backup now', '/rest/backup/generate/'],
])('the search for "%s" finds its operation first', async (words, address) => {
  const page = await open('/');
  await page.keyboard.down('Control');
  await page.keyboard.press('k');
  await page.keyboard.up('Control');
  await page.waitForSelector('dialog[open] input', { visible: true });
  await page.type('dialog[open] input', words);
  // While words are typed, results for a part of them are there.
  const first = () => page.$$eval('.pagefind-ui__result-link', ([link]) => link?.getAttribute('href'));
  await expect.poll(first, { timeout: 60_000 }).toBe(address);
  await page.close();
});

test.each(PAGES.flatMap((path) => (['light', 'dark'] as const).map((scheme) => [path, scheme] as const)))(
  '%s breaks no rule of accessibility in %s',
  async (path, scheme) => {
    const page = await open(path, scheme);
    await page.evaluate(axe);
    const violations = await page.evaluate(async () => {
      // Loaded above.
      const { axe: checker } = globalThis as unknown as { axe: Checker };
      // Starlight's button says "Search" and shows its keys beside it, which this rule of axe takes for
      // another name.
      const options = { rules: { 'label-content-name-mismatch': { enabled: false } } };
      const { violations: found } = await checker.run(document, options);
      return found.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
    });
    expect(violations).toEqual([]);
    await page.close();
  },
);

test.each([...PAGES, '/i-want-to/', '/rest/machines/'])('%s fits a phone', async (path) => {
  const page = await open(path, 'light', 390);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await page.close();
});

test.each(PAGES)('Lighthouse gives %s 100 for accessibility', async (path) => {
  const page = await browser.newPage();
  const result = await lighthouse(
    site.origin + path,
    { onlyCategories: ['accessibility'], logLevel: 'error' },
    undefined,
    page,
  );
  expect(result?.lhr.categories['accessibility']?.score).toBe(1);
  await page.close();
});
