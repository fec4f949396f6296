import { expect, test } from 'vitest';
import { emulated } from './harness.ts';

const REST = '/cloudlink/rest';

test('a fixture may be async', async () => {
  await using running = await emulated({
    fixtures: { 'vault.get': async () => Promise.resolve({ body: { state: 'made up', auto: true } }) },
  });
  expect((await running.call('GET', `${REST}/lockbox`, { token: running.token })).text).toContain('made up');
});

test('a fixture that breaks the specification is a TypeError at the start, unless it says that it may', async () => {
  const body = { state: 7 };
  await expect(emulated({ fixtures: { 'vault.get': { body } } })).rejects.toThrow(
    /vault\.get breaks.*unchecked/,
  );
  await using running = await emulated({ fixtures: { 'vault.get': { body, unchecked: true } } });
  expect((await running.call('GET', `${REST}/lockbox`, { token: running.token })).text).toBe('{"state":7}');
});

test('an answer of a function that breaks the specification is a 500 that says so', async () => {
  await using running = await emulated({ fixtures: { 'vault.get': () => ({ body: { state: 7 } }) } });
  const { status, text } = await running.call('GET', `${REST}/lockbox`, { token: running.token });
  expect([status, text]).toEqual([500, expect.stringContaining('breaks the specification')]);
});
