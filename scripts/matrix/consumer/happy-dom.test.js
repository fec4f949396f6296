/**
 * Runs under Vitest in happy-dom, whose fetch knows nothing of TLS options: nothing is sent with it, and a fetch of the test's own works.
 * Part of `pnpm test:matrix`.
 *
 * @module
 */
/* global test, expect */
import { readFileSync } from 'node:fs';
import { clientCredentials, createCloudLink, isCloudLinkError } from '@cloudlink-center/client';

const facts = JSON.parse(readFileSync(process.env.CLOUDLINK_FACTS, 'utf8'));

function clientOf(options) {
  const { baseUrl, clientId, clientSecret } = facts;
  const auth = clientCredentials({ clientId, clientSecret, dangerouslyAllowBrowser: true });
  return createCloudLink({ baseUrl, auth, retry: 0, ...options });
}

async function fake(input) {
  const { pathname } = new URL(input.url ?? input);
  const token = { access_token: 'made-up', token_type: 'bearer', expires_in: 7199 };
  const body = pathname.endsWith('/oauth/token') ? token : [{ name: 'db01' }];
  return new Response(JSON.stringify(body), { headers: { 'Content-Type': 'application/json' } });
}

test('the environment is happy-dom', () => {
  expect(window.happyDOM).toBeDefined();
});

test('a fetch that drops the TLS options is told, and nothing is sent', async () => {
  const center = clientOf({ tls: { ca: facts.ca } });
  const error = await center.machines.list().catch((one) => one);
  expect(isCloudLinkError(error)).toBe(true);
  expect(error.code).toBe('untrusted_certificate');
  expect(error.message).toContain('The global fetch is patched');
  expect(error.message).toContain('pass your own fetch to createCloudLink');
  expect(error.notSent).toBe(true);
  await center.close();
});

test('with the option fetch, calls work, plain and watched', async () => {
  const center = clientOf({ fetch: fake });
  expect(await center.machines.list()).toEqual([{ name: 'db01' }]);
  center.openapiFetch.use({ onRequest: () => undefined });
  expect(await center.machines.list()).toEqual([{ name: 'db01' }]);
  await center.close();
});
