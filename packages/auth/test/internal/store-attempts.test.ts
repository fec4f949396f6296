import { expect, test, vi } from 'vitest';
import { storeAttempts } from '../../src/internal/store-attempts.ts';

const works = { name: 'get', work: () => Promise.resolve('stored') } as const;
const fails = { name: 'get', work: () => Promise.reject(new Error('down')) } as const;

test('a store that stays down is told once, and once more when it has worked in between', async () => {
  const hook = vi.fn();
  const start = storeAttempts(60_000, hook);
  for (let series = 0; series < 3; series += 1) expect(await start()(fails)).toBeUndefined();
  expect(hook).toHaveBeenCalledOnce();
  expect(await start()(works)).toBe('stored');
  await start()(fails);
  expect(hook).toHaveBeenCalledTimes(2);
});
