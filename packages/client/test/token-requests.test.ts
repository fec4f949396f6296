/** Token requests leave no trace on Node that a program can read. */
import { PerformanceObserver } from 'node:perf_hooks';
import { startEmulator } from '@cloudlink-center/emulator';
import { expect, test } from 'vitest';
import { clientCredentials, createCloudLink } from '../src/index.ts';

test('the URL of a token request is in no entry of the performance timeline', async () => {
  await using emulator = await startEmulator();
  const { url: baseUrl, clientId, clientSecret, ca } = emulator;
  const auth = clientCredentials({ clientId, clientSecret });
  const observed: string[] = [];
  const observer = new PerformanceObserver((list) => {
    observed.push(...list.getEntries().map(({ name }) => name));
  });
  observer.observe({ entryTypes: ['resource'] });
  await using center = createCloudLink({ baseUrl, auth, tls: { ca } });
  await center.machines.list();
  await center.logout();
  // A request by fetch, whose entry shows that the observer works.
  await center.openapiFetch.GET('/securevm');
  await expect.poll(() => observed.length).toBeGreaterThan(0);
  observer.disconnect();
  const entries = performance.getEntriesByType('resource').map(({ name }) => name);
  expect(emulator.tokenRequests).toBe(2);
  for (const names of [observed, entries]) {
    expect(names.filter((name) => name.includes('/securevm')).length).toBeGreaterThan(0);
    expect(names.filter((name) => name.includes('/oauth/'))).toEqual([]);
  }
});
