/**
 * The first web page of the guide on sign-in for people, as a reader builds it: served by Vite, in Chromium,
 * against an emulator.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { launch } from 'puppeteer-core';
import { expect, test } from 'vitest';
import { createServer } from 'vite';

/** A busy machine takes many times as long as an idle one. */
const TIMEOUT = 300_000;

test(
  'a person signs in and sees the machines',
  async () => {
    // Inside of the package, so that the names of the SDK resolve.
    const folder = mkdtempSync(join(import.meta.dirname, '.first-page-'));
    cpSync(join(import.meta.dirname, '../examples/first-page'), folder, { recursive: true });
    const vite = await createServer({
      root: folder,
      configFile: false,
      cacheDir: join(folder, 'cache'),
      logLevel: 'error',
      server: { host: 'localhost', port: 0 },
    });
    let center: ChildProcess | undefined;
    const browser = await launch({
      executablePath: '/usr/bin/chromium',
      args: ['--no-sandbox'],
      timeout: TIMEOUT,
      acceptInsecureCerts: true, // the reader does this once by hand
    });
    try {
      await vite.listen();
      const origin = new URL(vite.resolvedUrls?.local[0] ?? '').origin;
      // The ports of the guide may be taken here.
      edit(join(folder, 'center.ts'), [
        ['http://localhost:5173', origin],
        ['port: 8443', 'port: 0'],
      ]);
      center = spawn(process.execPath, ['center.ts'], { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
      edit(join(folder, 'page.ts'), [['https://127.0.0.1:8443', await addressOf(center)]]);

      const page = await browser.newPage();
      page.setDefaultTimeout(TIMEOUT);
      await page.goto(origin);
      await (await page.waitForSelector('::-p-text(Sign in)'))?.click();
      await (await page.waitForSelector('input[name=user]'))?.type('jdoe');
      await page.type('input[name=password]', 'emulated-password');
      await page.keyboard.press('Enter');
      await page.waitForSelector('::-p-text(db01: connected)');
      expect(page.url()).toBe(`${origin}/`);
    } finally {
      await browser.close();
      await vite.close();
      if (center?.exitCode === null) {
        center.kill();
        await once(center, 'exit');
      }
      rmSync(folder, { recursive: true });
    }
  },
  TIMEOUT,
);

function edit(file: string, replacements: readonly (readonly [from: string, to: string])[]): void {
  let text = readFileSync(file, 'utf8');
  for (const [from, to] of replacements) {
    expect(text).toContain(from);
    text = text.replace(from, to);
  }
  writeFileSync(file, text);
}

/** What it prints first. */
async function addressOf({ stdout }: ChildProcess): Promise<string> {
  if (stdout === null) throw new Error('It has no output.');
  for await (const line of createInterface(stdout)) return /https:\S+\d/.exec(line)?.[0] ?? line;
  throw new Error('The emulator ended before it printed its address.');
}
