/** Passcodes, restarts, and what a locked vault refuses. */
import { expect, test } from 'vitest';
import { emulated, signIn } from './harness.ts';

const REST = '/cloudlink/rest';

const DB01 = '4be6c1f2-6a0d-4c0e-9b57-2d1c5f4a7e01';

test('passcodes are checked, and must differ [vault.codes]', async () => {
  await using running = await emulated();
  const { call, token } = running;
  const put = async (path: string, json: object): Promise<number> =>
    (await call('PUT', `${REST}/lockbox/${path}`, { token, json })).status;
  expect(await put('codes', { codes: ['a', 'a', 'b'] })).toBe(400);
  expect(await put('codes', { codes: [] })).toBe(400);
  expect(await put('codes', { codes: ['a', 'b', 'c'] })).toBe(200);
  expect([
    await put('passcode/validate', { code: 'x' }),
    await put('passcode/validate', { code: 'b' }),
  ]).toEqual([400, 200]);
  expect([await put('unlock', { code: 'x' }), await put('unlock', { code: 'c' })]).toEqual([400, 200]);
  expect((await call('GET', `${REST}/lockbox`, { token })).text).not.toContain('codes');
});

test.each([
  [true, 'unlocked', 200],
  [false, 'locked', 400],
])(
  'after a restart a vault whose mode is auto=%s is %s [vault.restart] [vault.alarms]',
  async (auto, state, status) => {
    await using running = await emulated();
    const { call, emulator } = running;
    await call('PUT', `${REST}/lockbox/mode`, { token: running.token, json: { auto } });
    emulator.restart();
    expect((await call('GET', `${REST}/auth`, { token: running.token })).status).toBe(401);
    const token = await signIn(call, emulator.clientId, emulator.clientSecret);
    expect(JSON.parse((await call('GET', `${REST}/lockbox`, { token })).text)).toEqual({ state, auto });
    const alarms = (await call('GET', `${REST}/monitoring/alarms`, { token })).text;
    expect(alarms.includes('EC_LOCKED')).toBe(!auto);
    const encrypt = async (): Promise<number> =>
      (
        await call('PUT', `${REST}/securevm/${DB01}/encryption/402653184001`, {
          token,
          json: { encrypt: 'encrypt' },
        })
      ).status;
    expect(await encrypt()).toBe(status);
    if (auto) return;
    await call('PUT', `${REST}/lockbox/unlock`, { token, json: { code: 'first made-up code' } });
    expect((await call('GET', `${REST}/monitoring/alarms`, { token })).text).not.toContain('EC_LOCKED');
    expect(await encrypt()).toBe(200);
  },
);

test('which calls fail while the vault is locked is one setting [vault.locked-calls]', async () => {
  await using running = await emulated({ guesses: { failsWhileLocked: ['machines.*'] } });
  const { call, token, emulator } = running;
  emulator.store.state.vault.state = 'locked';
  expect((await call('GET', `${REST}/securevm`, { token })).status).toBe(400);
  expect((await call('GET', `${REST}/users`, { token })).status).toBe(200);
});
