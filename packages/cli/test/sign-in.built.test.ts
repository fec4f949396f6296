/**
 * Signing in and out with the packed command: by client user, and in real Chromium on the emulator's own
 * page.
 */
import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { freePort } from '@cloudlink-center/testing/listen';
import { launchChromium } from '@cloudlink-center/testing/web-application';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Ended, type Place, place } from './child.ts';

const NOBODY = { CLOUDLINK_CLIENT_ID: undefined, CLOUDLINK_CLIENT_SECRET: undefined };

describe('a client user', () => {
  test('login keeps a profile and a token; then no secret is needed; logout ends that', async () => {
    await using at = await place();
    const login = await at.cloudlink(['login', '--profile', 'lab', '--secret-stdin'], {
      env: { CLOUDLINK_CLIENT_SECRET: undefined },
      stdin: `${at.emulator.clientSecret}\n`,
    });
    expect(login).toMatchObject({ code: 0, stdout: '' });
    expect(login.stderr).toContain('as automation. Profile: lab.');

    const alone = { ...NOBODY, CLOUDLINK_ADDRESS: undefined, CLOUDLINK_CA: undefined };
    const whoami = await at.cloudlink(['whoami', '--query', 'name'], { env: alone });
    expect(whoami).toMatchObject({ code: 0, stdout: 'automation\n' });
    expect(at.emulator.tokenRequests).toBe(1);
    const status = await at.cloudlink(['status', '-o', 'json'], { env: alone });
    expect(JSON.parse(status.stdout)).toMatchObject({
      profile: 'lab',
      signed_in_as: 'automation',
      by: 'client',
      version: { major: 8 },
    });

    const logout = await at.cloudlink(['logout'], { env: alone });
    expect(logout).toMatchObject({ code: 0, stderr: `Logged out of ${at.emulator.url}.\n` });
    const after = await at.cloudlink(['whoami'], { env: alone });
    expect(after.code, after.stderr).toBe(3);
    expect(after.stderr).toContain('--secret-file');
  });

  test('profiles: list, use, show, remove', async () => {
    await using at = await place();
    for (const name of ['one', 'two'])
      expect(await at.cloudlink(['login', '--profile', name])).toMatchObject({ code: 0 });
    const list = await at.cloudlink(['profile', 'list', '-o', 'json']);
    expect(JSON.parse(list.stdout)).toMatchObject([
      { name: 'one', current: false },
      { name: 'two', current: true },
    ]);
    expect(await at.cloudlink(['profile', 'use', 'one'])).toMatchObject({ code: 0 });
    const shown = await at.cloudlink(['profile', 'show', '-o', 'json']);
    expect(JSON.parse(shown.stdout)).toMatchObject({
      name: 'one',
      addresses: [at.emulator.url],
      clientId: 'automation',
    });
    expect(await at.cloudlink(['profile', 'remove', 'one'])).toMatchObject({ code: 0 });
    expect(await at.cloudlink(['profile', 'show', 'one'])).toMatchObject({ code: 4 });
    for (const file of readdirSync(join(at.folder, 'config/cloudlink')))
      expect(statSync(join(at.folder, 'config/cloudlink', file)).mode & 0o777).toBe(0o600);
  });

  test('another address takes neither trust nor secret of the profile', async () => {
    await using at = await place();
    await using other = await place({ clientSecret: 'another' });
    expect(await at.cloudlink(['login'])).toMatchObject({ code: 0 });
    const alone = { ...NOBODY, CLOUDLINK_ADDRESS: undefined, CLOUDLINK_CA: undefined };
    const ended = await at.cloudlink(
      ['whoami', '--address', other.emulator.url, '--client-id', 'automation', '--secret-stdin'],
      {
        env: alone,
        stdin: 'another\n',
      },
    );
    expect(ended.code, ended.stderr).toBe(6);
    expect(other.emulator.requests).toHaveLength(0);
  });

  test('a keyring keeps the secret, which serves when the token is gone, until it is to be forgotten', async () => {
    await using at = await place({ clientSecret: 'canary-keyring-7741' });
    const lines = [
      'printf pw | gnome-keyring-daemon --unlock --components=secrets > /dev/null 2>&1',
      'cloudlink login --keyring && cloudlink logout && unset CLOUDLINK_CLIENT_SECRET',
      'cloudlink whoami --query name; echo "code $?"',
      'cloudlink logout --forget',
      'cloudlink whoami --query name; echo "code $?"',
    ];
    const script = lines.map((line) => `${line}\n`).join('');
    const { stdout, stderr } = await at.shell(`dbus-run-session -- sh -c '${script}'`);
    expect(stdout, stderr).toBe('automation\ncode 0\ncode 3\n');
    expect(readFileSync(join(at.folder, 'config/cloudlink/profiles.json'), 'utf8')).not.toContain(
      'canary-keyring',
    );
  });

  test('a keyring that is not there is said, and the secret goes nowhere else', async () => {
    await using at = await place({ clientSecret: 'canary-keyring-7741' });
    const env = { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent' };
    const ended = await at.cloudlink(['login', '--keyring'], { env });
    expect(ended.code, ended.stderr).toBe(1);
    expect(ended.stderr).toContain('The keyring cannot be used');
    for (const entry of readdirSync(at.folder, { withFileTypes: true, recursive: true }))
      if (entry.isFile())
        expect(readFileSync(join(entry.parentPath, entry.name), 'utf8')).not.toContain('canary-keyring');
  });
});

describe('in a browser', () => {
  let browser: Browser;
  let at: Place;
  let port: number;

  beforeAll(async () => {
    browser = await launchChromium();
    port = await freePort();
    at = await place({
      implicit: { clients: { portal: [`http://127.0.0.1:${port}/callback`] }, approval: 'page' },
    });
  });
  afterAll(async () => {
    await browser.close();
    await at[Symbol.asyncDispose]();
  });

  /** @param act - What the person does on the page of the Center. */
  async function login(home: string, act: (url: string) => Promise<void>): Promise<Ended> {
    const words = [
      'login',
      '--browser',
      '--no-open',
      '--client-id',
      'portal',
      '--redirect-port',
      String(port),
      '--timeout',
      '60',
    ];
    let acting: Promise<void> | undefined;
    const folder = join(at.folder, home);
    mkdirSync(folder, { recursive: true });
    const ended = await at.cloudlink(words, {
      env: { ...NOBODY, HOME: folder, XDG_CONFIG_HOME: folder, XDG_DATA_HOME: folder },
      during: (child, output) => {
        child.stderr?.on('data', () => {
          const url = /^https:\S+authorize\S+$/m.exec(output())?.[0];
          if (url !== undefined) acting ??= act(url);
        });
      },
    });
    await acting;
    return ended;
  }

  async function onPage(url: string, answer: 'true' | 'false'): Promise<string> {
    const context = await browser.newContext({ ignoreHTTPSErrors: true });
    const page = await context.newPage();
    await page.goto(url);
    await page.fill('input[name=user]', 'jdoe');
    await page.fill('input[name=password]', 'emulated-password');
    await page.press('input[name=password]', 'Enter');
    await page.click(`button[value=${answer}]`);
    await page.waitForFunction(() => /closed?|work/.test(document.body.textContent ?? ''));
    const text = (await page.textContent('body')) ?? '';
    // Neither the address bar nor the history has the token.
    expect(page.url()).toBe(`http://127.0.0.1:${port}/callback`);
    await context.close();
    return text;
  }

  test('a person signs in, and the token serves the next commands', async () => {
    const ended = await login('person', async (url) => void (await onPage(url, 'true')));
    expect(ended.code, ended.stderr).toBe(0);
    expect(ended.stderr).toContain('as jdoe.');
    const folder = join(at.folder, 'person');
    const env = {
      ...NOBODY,
      CLOUDLINK_ADDRESS: undefined,
      HOME: folder,
      XDG_CONFIG_HOME: folder,
      XDG_DATA_HOME: folder,
    };
    expect(await at.cloudlink(['whoami', '--query', 'name'], { env })).toMatchObject({
      code: 0,
      stdout: 'jdoe\n',
    });
    expect(await at.cloudlink(['logout'], { env })).toMatchObject({ code: 0 });
    const after = await at.cloudlink(['whoami'], { env });
    expect(after.code, after.stderr).toBe(3);
    expect(after.stderr).toContain('cloudlink login --browser');
  });

  test('a person who denies it is not signed in', async () => {
    const ended = await login('denied', async (url) => void (await onPage(url, 'false')));
    expect(ended.code, ended.stderr).toBe(3);
  });

  test('an answer to another sign-in, and one from another page, are refused', async () => {
    const answered: number[] = [];
    const ended = await login('forged', async () => {
      const post = (headers: Record<string, string>): Promise<Response> =>
        fetch(`http://127.0.0.1:${port}/answer`, {
          method: 'POST',
          headers,
          body: JSON.stringify({ hash: '#access_token=forged&state=guessed&expires_in=60', search: '' }),
        });
      answered.push((await post({ origin: 'https://evil.example' })).status);
      answered.push((await post({ origin: `http://127.0.0.1:${port}` })).status);
    });
    expect(answered).toEqual([404, 204]);
    expect(ended.code, ended.stderr).toBe(1);
    expect(ended.stderr).toContain('another sign-in');
  });

  test('a port that is taken is named', async () => {
    const taken = createServer().listen(port, '127.0.0.1');
    await once(taken, 'listening');
    const ended = await login('taken', async () => {});
    taken.close();
    expect(ended.code).toBe(1);
    expect(ended.stderr).toContain('--redirect-port');
  });
});
