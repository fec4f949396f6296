import { expect, test } from 'vitest';
import { accountOf } from '../../src/internal/account.ts';
import { fakeClock, ORIGIN } from '../fake-center.ts';

test('sources with the same clock, Center and client id share an account, and no others do', () => {
  const clock = fakeClock();
  const account = accountOf(clock, ORIGIN, 'robot');
  expect(account.attempts).toEqual([]);
  expect(accountOf(clock, ORIGIN, 'robot')).toBe(account);
  expect(accountOf(fakeClock(), ORIGIN, 'robot')).not.toBe(account);
  expect(accountOf(clock, 'https://other.example.com', 'robot')).not.toBe(account);
  expect(accountOf(clock, ORIGIN, 'robot-2')).not.toBe(account);
});

test('a thousand accounts are remembered, and beyond that the oldest is forgotten', () => {
  const clock = fakeClock();
  const accounts = Array.from({ length: 1000 }, (_, index) => accountOf(clock, ORIGIN, `robot-${index}`));
  expect(accountOf(clock, ORIGIN, 'robot-0')).toBe(accounts[0]);
  expect(accountOf(clock, ORIGIN, 'robot-999')).toBe(accounts[999]);
  accountOf(clock, ORIGIN, 'robot-1000');
  expect(accountOf(clock, ORIGIN, 'robot-1')).toBe(accounts[1]);
  expect(accountOf(clock, ORIGIN, 'robot-0')).not.toBe(accounts[0]);
});

test('the tag of a secret stays the same across versions, since processes share it in a store', () => {
  const { tagOf } = accountOf(fakeClock(), ORIGIN, 'robot');
  expect(['', 'a', 'b', 's3cret-of-robot', 'ü€😀'].map((secret) => tagOf(secret))).toEqual([
    250, 227, 228, 58, 166,
  ]);
});

test('its time goes on when the clock of the machine is set back', () => {
  const clock = fakeClock();
  const start = clock.now();
  const account = accountOf(clock, ORIGIN, 'robot');
  clock.pass(1000);
  clock.jump(-60_000);
  clock.pass(500);
  expect(account.now()).toBe(start + 1500);
});

test('runs one piece of work at a time, also after a failure', async () => {
  const account = accountOf(fakeClock(), ORIGIN, 'robot');
  const gate = Promise.withResolvers<void>();
  const order: string[] = [];
  const first = account.inTurn(async () => {
    await gate.promise;
    order.push('first');
    throw new Error('failed');
  });
  const second = account.inTurn(() => Promise.resolve(order.push('second')));
  gate.resolve();
  const outcomes = await Promise.allSettled([first, second]);
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
  expect(order).toEqual(['first', 'second']);
});
