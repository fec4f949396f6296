import { expect, test, vi } from 'vitest';
import { accountOf } from '../../src/internal/account.ts';
import { journaled } from '../../src/internal/failure-journal.ts';
import { storeAttempts } from '../../src/internal/store-attempts.ts';
import { fakeClock } from '../fake-center.ts';
import { memoryStore } from '../memory-store.ts';

const one = (at: number, tag = 1) => ({ at, tag, weight: 1 });

function setUp() {
  const memory = memoryStore();
  const onStoreFailure = vi.fn();
  const account = accountOf(fakeClock(), 'https://clc.example.com/', 'robot');
  const run = (work: () => void = () => {}) =>
    journaled(memory, 'key', account, storeAttempts(60_000, onStoreFailure)(), () => Promise.resolve(work()));
  const leave = (value: string) => memory.set('key', { value }, undefined);
  return { memory, account, run, leave };
}

test('the attempts of others are joined with the own ones, oldest first, and at most twelve', async () => {
  const { memory, account, run, leave } = setUp();
  account.attempts = [one(30), one(20)];
  await leave(JSON.stringify([one(25), one(20), one(20, 2), one(10)]));
  const set = vi.spyOn(memory, 'set');
  await run();
  expect(account.attempts).toEqual([one(10), one(20), one(20, 2), one(25), one(30)]);
  expect(set).not.toHaveBeenCalled();
  await leave(JSON.stringify(Array.from({ length: 10 }, (_, index) => one(100 - index))));
  await run();
  expect(account.attempts).toEqual([
    one(25),
    one(30),
    ...Array.from({ length: 10 }, (_, index) => one(91 + index)),
  ]);
});

test('new attempts are stored for two hours, and none are removed', async () => {
  const { memory, account, run } = setUp();
  await run(() => {
    account.attempts = [one(1)];
  });
  expect(memory.entries.get('key')).toEqual({
    token: { value: JSON.stringify([one(1)]) },
    lifetime: 7_200_000,
  });
  await run(() => {
    account.attempts = [];
  });
  expect(memory.entries.size).toBe(0);
});

test.each(['no JSON', 'null', '{}', '[null, 1, {"at": 1, "tag": 1}]'])(
  'the stored text %s holds no attempts',
  async (value) => {
    const { account, run, leave } = setUp();
    await leave(value);
    await run();
    expect(account.attempts).toEqual([]);
  },
);
