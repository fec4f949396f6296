/**
 * What a browser downloads for one signed-in GET: openapi-fetch, one grant and the middleware.
 *
 * @module
 */
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { browserBundle } from '@cloudlink-center/testing/browser-bundle';

const here = import.meta.dirname;
/**
 * In bytes, after minification and gzip, everything that is downloaded. Client credentials are above the 6.5
 * kB that were planned: the rules that keep accounts unlocked, and the checks that pages had been spared,
 * take 1.2 kB, and none of them is given up for bytes.
 */
const CELLS = [
  [
    'client credentials',
    `clientCredentials({ baseUrl, clientId: 'robot', clientSecret: 'x', dangerouslyAllowBrowser: true })`,
    7450,
  ],
  [
    'implicit',
    `implicit({ baseUrl, clientId: 'web', redirectUri: 'https://app.example.com/callback' })`,
    7500,
  ],
] as const;

function consumerOf(source: string): string {
  return `
  import createClient from 'openapi-fetch';
  import { bearerAuth, clientCredentials, implicit } from '@cloudlink-center/auth';

  const baseUrl = 'https://clc.example.com';
  const source = ${source};
  const api = createClient({ baseUrl: baseUrl + '/cloudlink/rest' });
  api.use(bearerAuth(source));
  console.log((await api.GET('/securevm')).data);
`;
}

test.each(CELLS)('a browser downloads little to sign in with %s', async (name, source, limit) => {
  const size = gzipSync(await browserBundle(consumerOf(source), here), { level: 9 }).length;
  console.log(`browser consumer with ${name}: ${size} of ${limit} bytes`);
  expect(size).toBeLessThanOrEqual(limit);
});

test.each(CELLS)('our part of it uses nothing that only Node has: %s', async (_, source) => {
  const text = await browserBundle(consumerOf(source), here, ['openapi-fetch']);
  expect(/\b(process|Buffer|require|setImmediate|node:\w+)\b/.exec(text)).toBeNull();
});
