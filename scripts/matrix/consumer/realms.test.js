/**
 * Runs under Jest and Vitest, which give `test` and `expect` as globals. Errors of Node come from another realm there. Part of `pnpm test:matrix`.
 *
 * @module
 */
/* global test, expect */
import { readFileSync } from 'node:fs';
import { clientCredentials, createCloudLink, isCloudLinkError } from '@cloudlink-center/client';

const facts = JSON.parse(readFileSync(process.env.CLOUDLINK_FACTS, 'utf8'));

function clientOf(tls, baseUrl = facts.baseUrl) {
  const { clientId, clientSecret } = facts;
  // Environments with a document look like a page.
  const auth = clientCredentials({ clientId, clientSecret, dangerouslyAllowBrowser: true });
  return createCloudLink({ baseUrl, auth, retry: 0, tls });
}

const failureOf = (tls, baseUrl) =>
  clientOf(tls, baseUrl)
    .machines.list()
    .then(
      () => undefined,
      (error) => error,
    );

test('calls work, plain and watched, trusted by PEM, bytes and a fingerprint', async () => {
  const { ca, fingerprint256 } = facts;
  for (const tls of [{ ca }, { ca: Buffer.from(ca) }, { fingerprint256 }]) {
    const center = clientOf(tls);
    expect((await center.machines.list()).length).toBeGreaterThan(0);
    center.openapiFetch.use({ onRequest: () => undefined });
    expect((await center.machines.list()).length).toBeGreaterThan(0);
    await center.close();
  }
});

test('an untrusted certificate is told as such', async () => {
  for (const tls of [{ ca: facts.anotherCa }, { fingerprint256: 'AB'.repeat(32) }]) {
    const error = await failureOf(tls);
    expect(isCloudLinkError(error)).toBe(true);
    expect(error.code).toBe('untrusted_certificate');
    expect(error.message).toContain(facts.fingerprint256);
  }
});

test('a Center that is not there is told by the code of the system', async () => {
  const error = await failureOf({ ca: facts.ca }, 'https://127.0.0.1:1');
  expect(error.code).toBe('unreachable');
  expect(error.message).toContain('ECONNREFUSED');
});

test('an abort rejects with its own reason', async () => {
  const reason = new Error('enough');
  const controller = new AbortController();
  controller.abort(reason);
  const center = clientOf({ ca: facts.ca });
  await expect(center.machines.list({ signal: controller.signal })).rejects.toBe(reason);
});
