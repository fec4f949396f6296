/**
 * What a browser downloads for one signed-in GET: openapi-fetch, client credentials and the middleware.
 *
 * @module
 */
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { browserBundle } from './browser-bundle.ts';

/** 5.0 kB of 1024 bytes, after minification and gzip. */
const LIMIT = 5120;

const CONSUMER = `
  import createClient from 'openapi-fetch';
  import { bearerAuth, clientCredentials } from '@cloudlink-center/auth';

  const baseUrl = 'https://clc.example.com';
  const source = clientCredentials({ baseUrl, clientId: 'robot', clientSecret: 'x', dangerouslyAllowBrowser: true });
  const api = createClient({ baseUrl: baseUrl + '/cloudlink/rest' });
  api.use(bearerAuth(source));
  console.log((await api.GET('/securevm')).data);
`;

test(`a browser downloads at most ${LIMIT} bytes to sign in with client credentials`, async () => {
  const size = gzipSync(await browserBundle(CONSUMER), { level: 9 }).length;
  console.log(`browser consumer with client credentials: ${size} of ${LIMIT} bytes`);
  expect(size).toBeLessThanOrEqual(LIMIT);
});

test('our part of it uses nothing that only Node has', async () => {
  const text = await browserBundle(CONSUMER, ['openapi-fetch']);
  expect(/\b(process|Buffer|require|setImmediate|node:\w+)\b/.exec(text)).toBeNull();
});
