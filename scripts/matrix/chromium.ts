/**
 * A small web application in Chromium: a person signs in in a window, calls are made, and a POST whose token
 * has ended is sent again after the next sign-in. Part of `pnpm test:matrix`.
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { chromium, type Page } from 'playwright-core';
import { type Bundler, bundle } from './bundle.ts';
import type { Cell } from './cells.ts';
import type { Consumer } from './consumer.ts';
import { checkNothingSent, type EmulatorProcess, startEmulatorProcess } from './emulator-process.ts';
import { cleanEnvironment, runProgram } from './run-program.ts';

/** What consumer/page.mjs offers. */
declare const app: {
  signIn(): Promise<string>;
  machines(): Promise<number>;
  makeGroup(name: string): Promise<number | undefined>;
  groups(): Promise<string[]>;
  codeOfCall(): Promise<string | undefined>;
};

const PROGRAM = '/usr/bin/chromium';
/** Time limit of each step in the browser. */
const PATIENCE_MS = 20_000;
const GROUP = 'Made in a browser';

export async function chromiumCells(consumer: Consumer): Promise<Cell[]> {
  const text = await runProgram([PROGRAM, '--version'], { cwd: consumer.app, env: cleanEnvironment() });
  const shared = { part: 'chromium', subject: /Chromium [\d.]+/.exec(text)?.[0] ?? 'Chromium' } as const;
  return [
    {
      ...shared,
      what: 'implicit grant, the certificate is known: works',
      run: () => useApplication(consumer, 'esbuild'),
    },
    { ...shared, what: 'no trust: refused', run: () => refuseApplication(consumer) },
  ];
}

/** Signs in and calls in a page that was bundled with this bundler. */
export async function useApplication(consumer: Consumer, bundler: Bundler): Promise<string> {
  await using page = await openApplication(consumer, bundler, true);
  const { window, emulator } = page;
  await signIn(window);
  const machines = await window.evaluate(() => app.machines());
  await Promise.all([
    window.evaluate((name) => app.makeGroup(name), GROUP),
    // The person still has a session at the Center, so there is no question.
    window
      .waitForResponse((response) => response.status() === 401)
      .then(() => window.evaluate(() => app.signIn())),
  ]);
  const groups = await window.evaluate(() => app.groups());
  if (groups.filter((name) => name === GROUP).length !== 1)
    throw new Error(`The group does not exist exactly once: ${groups.join(', ')}.`);
  const posts = (await emulator.log()).requests.filter(
    ({ method, path }) => method === 'POST' && path.endsWith('/securevm/groups'),
  );
  if (posts.length !== 2)
    throw new Error(`The Center got the POST ${String(posts.length)} times, not twice.`);
  return `${String(machines)} machines, a group made after a 401 and a second sign-in`;
}

async function refuseApplication(consumer: Consumer): Promise<string> {
  await using page = await openApplication(consumer, 'esbuild', false);
  const code = await page.window.evaluate(() => app.codeOfCall());
  checkNothingSent(await page.emulator.log());
  if (code !== 'unreachable') throw new Error(`The call ended with ${String(code)}, not unreachable.`);
  return `${code}, and nothing was sent`;
}

type OpenApplication = AsyncDisposable & { readonly window: Page; readonly emulator: EmulatorProcess };

async function openApplication(
  consumer: Consumer,
  bundler: Bundler,
  isTrusted: boolean,
): Promise<OpenApplication> {
  const script = await bundle(consumer, bundler, 'browser', 'page.mjs');
  await using parts = new AsyncDisposableStack();
  const web = parts.use(await serve(readFileSync(script, 'utf8')));
  const emulator = parts.use(await startEmulatorProcess(consumer, web.origin));
  // Chromium gets the key of the trusted certificate; all other checks stay on.
  const trust = isTrusted ? [`--ignore-certificate-errors-spki-list=${emulator.facts.spki256}`] : [];
  const browser = await chromium.launch({ executablePath: PROGRAM, args: ['--no-sandbox', ...trust] });
  parts.defer(() => browser.close());
  const context = await browser.newContext();
  context.setDefaultTimeout(PATIENCE_MS);
  // Also in the sign-in window.
  await context.addInitScript(`globalThis.facts = ${JSON.stringify(emulator.facts)};`);
  const window = await context.newPage();
  await window.goto(web.origin);
  await window.waitForFunction(() => 'app' in globalThis);
  const all = parts.move();
  return { window, emulator, [Symbol.asyncDispose]: () => all.disposeAsync() };
}

/** A person signs in in a window of the Center. */
async function signIn(window: Page): Promise<void> {
  // Together, so that a sign-in that fails at once is the reason of the failure.
  await Promise.all([fillIn(window.waitForEvent('popup')), window.evaluate(() => app.signIn())]);
}

async function fillIn(opened: Promise<Page>): Promise<void> {
  const popup = await opened;
  await popup.fill('input[name=user]', 'secadmin');
  await popup.fill('input[name=password]', 'emulated-password');
  const closed = popup.waitForEvent('close');
  await popup.click('button');
  await closed;
}

/** The application's own origin: one page for each path, and its script. */
async function serve(script: string): Promise<AsyncDisposable & { origin: string }> {
  const server = createServer(({ url }, response) => {
    const isScript = url === '/app.js';
    response.setHeader('Content-Type', isScript ? 'text/javascript' : 'text/html');
    response.end(
      isScript ? script : '<!doctype html><title>App</title><script type="module" src="/app.js"></script>',
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    origin: `http://127.0.0.1:${String(typeof address === 'object' ? address?.port : '')}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
