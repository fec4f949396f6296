/** The heap that a call takes is almost the same on every machine, so it has a limit here. Times do not. */
import { expect, test } from 'vitest';
import { ALLOCATION_LIMIT, allocationOf } from '../http/allocation.ts';
import { quartiles } from '../statistics.ts';

test('a call takes no more heap than its limit', async () => {
  const { median } = quartiles(await allocationOf('ours'));
  console.log(`heap a call: ${Math.round(median)} of ${ALLOCATION_LIMIT} bytes`);
  expect(median).toBeGreaterThan(0);
  expect(median).toBeLessThanOrEqual(ALLOCATION_LIMIT);
});
