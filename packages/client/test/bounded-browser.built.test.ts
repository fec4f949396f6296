/** The same limits in real Chromium, whose fetch decodes by itself: what is built, bundled as a page would. */
import { createServer } from 'node:http';
import { browserBundle } from '@cloudlink-center/testing/browser-bundle';
import { listen } from '@cloudlink-center/testing/listen';
import { launchChromium } from '@cloudlink-center/testing/web-application';
import { expect, test } from 'vitest';
import { hostileBodies } from './hostile-bodies.ts';

/** What the page has. */
declare const app: { outcomes(): Promise<Record<string, unknown>> };

const PAGE = `
  import { createCloudLink } from '../dist/index.js';
  const token = { value: 'made-up', expiresAt: Infinity };
  const auth = {
    origin: undefined,
    peek: () => token,
    getToken: () => Promise.resolve(token),
    invalidate() {},
    logout: () => Promise.resolve(),
  };
  const centerOf = () => createCloudLink({ baseUrl: location.origin, auth, maxResponseBytes: 1048576, retry: 0 });
  const watched = () => {
    const center = centerOf();
    center.openapiFetch.use({ onRequest: () => undefined });
    return center;
  };
  const codeOf = (call) => call.then(() => 'success', (error) => error.code ?? error.name);
  globalThis.app = {
    async outcomes() {
      return {
        call: await codeOf(centerOf().machines.list()),
        blob: await codeOf(centerOf().backup.download()),
        watched: await codeOf(watched().machines.list()),
        openapiFetch: await codeOf(centerOf().openapiFetch.GET('/securevm')),
      };
    },
  };
`;

test('no hostile body is held by a page', async () => {
  const script = await browserBundle(PAGE, import.meta.dirname);
  const bodies = hostileBodies(8);
  let body = '';
  const server = createServer((request, response) => {
    if (request.url === '/script.js') response.setHeader('Content-Type', 'text/javascript').end(script);
    else if (request.url?.startsWith('/cloudlink/')) bodies[body]?.(request, response);
    else
      response.setHeader('Content-Type', 'text/html').end('<script type="module" src="/script.js"></script>');
  });
  await using listening = await listen(server);
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    await page.goto(`http://${listening.host}/`);
    const outcomes: Record<string, unknown> = {};
    for (body of Object.keys(bodies)) outcomes[body] = await page.evaluate(() => app.outcomes());
    const code = 'response_too_large';
    const all = { call: code, blob: code, watched: code, openapiFetch: code };
    expect(outcomes).toEqual(Object.fromEntries(Object.keys(bodies).map((name) => [name, all])));
  } finally {
    await browser.close();
  }
}, 120_000);
