import { expect, test } from 'vitest';
import { fuzz } from '../fuzz/fuzz.ts';
import { emulated } from './harness.ts';

test('1,000 spoilt requests are answered, none with a 500', async () => {
  await using running = await emulated({ workDuration: 10 });
  const { requests, failures, statuses } = await fuzz(running.emulator, 20_261_125, 1_000);
  expect(failures).toEqual([]);
  expect(requests).toBe(1_000);
  expect(statuses['200'], 'that some succeed').toBeGreaterThan(150);
});
