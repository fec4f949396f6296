/**
 * The status page in a real browser: it shows what happens, by keyboard alone, in dark and in light, and no
 * secret.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { emulated } from './harness.ts';

const REST = '/cloudlink/rest';
let browser: Browser;
/** Of each step. A busy machine takes many times as long as an idle one. */
const PATIENCE_MS = 120_000;
/** Pictures to look at, where a folder for them is given. */
const pictures = process.env['EMULATOR_PICTURES'] ?? mkdtempSync(join(tmpdir(), 'cloudlink-pictures-'));

beforeAll(async () => {
  browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox'],
    timeout: PATIENCE_MS,
  });
});
afterAll(async () => {
  await browser.close();
  if (process.env['EMULATOR_PICTURES'] === undefined) rmSync(pictures, { recursive: true });
});

async function newPage(colorScheme?: 'light' | 'dark'): Promise<Page> {
  const page = await browser.newPage(colorScheme === undefined ? {} : { colorScheme });
  page.setDefaultTimeout(PATIENCE_MS);
  return page;
}

async function row(page: Page, text: string): Promise<string> {
  return page.locator('#requests tr', { hasText: text }).first().innerText();
}

test('what happens is shown as it happens, without a secret', async () => {
  await using running = await emulated({ control: true, clientSecret: 'canary-secret' });
  const { call, token, emulator } = running;
  await using page = await newPage();
  const errors: string[] = [];
  page
    .on('pageerror', (error) => errors.push(error.message))
    .on('console', (message) => {
      if (message.type() === 'error') errors.push(message.text());
    });
  await page.goto(emulator.control?.page ?? '');
  await page.getByText('live', { exact: true }).waitFor();
  await call('GET', `${REST}/securevm/?product=canary-query`, { token });
  await call('POST', `${REST}/securevm/groups`, { token, json: { name: 7 } });
  const json = { name: 'watcher', password: 'canary-password', user_type: 'client', roles: ['Observer'] };
  await call('POST', `${REST}/users`, { token, json });
  const other = await call(
    'POST',
    '/cloudlink/oauth/token?grant_type=client_credentials&client_id=watcher&client_secret=canary-password',
  );
  const { access_token } = JSON.parse(other.text) as { access_token: string };
  await call('POST', `${REST}/securevm/groups`, { token: access_token, json: { name: 'Mine' } });
  await page.locator('#requests tr', { hasText: 'denied' }).waitFor();
  expect(await row(page, 'trailing-slash')).toMatch(/machines\.list\s+automation\s+allowed/);
  expect(await row(page, 'name must be string')).toContain('400');
  expect(await row(page, 'denied')).toMatch(/403\s+machineGroups\.create\s+watcher/);
  // What stands above the list is read from the emulator after the row is there.
  await expect.poll(() => page.locator('#sessions').innerText()).toBe('automation, watcher');
  expect(await page.locator('#estate').innerText()).toMatch(/machines\s+5/);
  expect(await page.content()).not.toMatch(new RegExp(`canary|${token}|${access_token}`));
  await page.screenshot({ path: join(pictures, 'light.png') });
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.screenshot({ path: join(pictures, 'dark.png') });
  expect(errors).toEqual([]);
});

test('the keyboard reaches every control', async () => {
  await using running = await emulated({ control: true });
  const { emulator } = running;
  emulator.faults.add({ operation: 'vault.get', status: 503 });
  await using page = await newPage();
  await page.goto(emulator.control?.page ?? '');
  await page.getByText('live', { exact: true }).waitFor();
  const focused: string[] = [];
  for (let count = 0; count < 4; count += 1) {
    await page.keyboard.press('Tab');
    focused.push(
      await page.evaluate(() => document.activeElement?.id || (document.activeElement?.className ?? '')),
    );
  }
  expect(focused).toEqual(['pause', 'clear-faults', 'end-sessions', 'table']);
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Enter');
  await page.getByText('clear faults: done').waitFor();
  expect(emulator.faults.list()).toEqual([]);
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Space');
  await page.getByRole('button', { name: 'Continue', pressed: true }).waitFor();
});

test.each(['light', 'dark'] as const)('texts are readable in %s', async (colorScheme) => {
  await using running = await emulated({ control: true });
  await using page = await newPage(colorScheme);
  await page.goto(running.emulator.control?.page ?? '');
  await page.getByText('live', { exact: true }).waitFor();
  // Of text, at least 4.5 to 1 (WCAG 2.2, 1.4.3).
  const contrasts = await page.evaluate(() => {
    // oxlint-disable-next-line unicorn/consistent-function-scoping -- it runs in the page.
    const parse = (text: string): number[] => (text.match(/[\d.]+/g) ?? []).map(Number);
    const luminance = (color: string): number => {
      const [red = 0, green = 0, blue = 0] = parse(color).map((value) => {
        const part = value / 255;
        return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const background = (element: Element | null): string => {
      for (let at = element; at !== null; at = at.parentElement) {
        const color = getComputedStyle(at).backgroundColor;
        if (parse(color)[3] !== 0) return color;
      }
      return 'rgb(255, 255, 255)';
    };
    return [...document.querySelectorAll('h1, h2, p, dt, dd, th, td, button')].map((element) => {
      const [light = 0, dark = 0] = [
        luminance(getComputedStyle(element).color),
        luminance(background(element)),
      ].toSorted((a, b) => b - a);
      return (light + 0.05) / (dark + 0.05);
    });
  });
  expect(contrasts.length).toBeGreaterThan(15);
  expect(Math.min(...contrasts)).toBeGreaterThan(4.5);
});

test('without the token the page says so, and shows nothing', async () => {
  await using running = await emulated({ control: true });
  await using page = await newPage();
  await page.goto(`${running.emulator.control?.url ?? ''}/#wrong`);
  await page.getByText('The token of the address is missing or wrong.').waitFor();
  expect(await page.locator('#estate').innerText()).toBe('');
});
