/** Links that work once, and what they stand for. */
import { expect, test } from 'vitest';
import { emulated, signInAs } from './harness.ts';

const REST = '/cloudlink/rest';

test.each([
  ['what cannot be downloaded', '/auth/securevm', 404],
  ['a path that does not exist', '/auth/nothing/here', 404],
  ['another link', `/auth/link${'0'.repeat(64)}`, 404],
  ['a download', '/auth/backup', 200],
])('a unique link to %s [link.form]', async (_, path, status) => {
  await using running = await emulated();
  const { call, token } = running;
  expect((await call('GET', REST + path, { token })).status).toBe(status);
});

test('a unique link needs the permission of what it stands for, and works once', async () => {
  await using running = await emulated();
  const { call, token } = running;
  const observer = await signInAs(call, token, 'Observer');
  expect((await call('GET', `${REST}/auth/backup/key`, { token: observer })).status).toBe(403);
  const { link } = JSON.parse((await call('GET', `${REST}/auth/backup`, { token })).text) as { link: string };
  const first = await call('GET', `${REST}/${link}`, { token });
  expect([first.status, first.headers['content-type']]).toEqual([200, 'application/octet-stream']);
  expect((await call('GET', `${REST}/${link}`, { token })).status).toBe(404);
});

test('what is guessed of unique links can be changed', async () => {
  let now = Date.now();
  const guesses = { linkNeedsToken: false, linkUses: 2, linkLifetime: 60 };
  await using running = await emulated({ guesses, now: () => now });
  const { call, token } = running;
  const { link } = JSON.parse((await call('GET', `${REST}/auth/backup`, { token })).text) as { link: string };
  expect((await call('GET', `${REST}/${link}`)).status).toBe(200);
  now += 61_000;
  expect((await call('GET', `${REST}/${link}`)).status).toBe(404);
});
