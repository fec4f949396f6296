/** What hooks are told about calls, to the field. */
import { expect, test } from 'vitest';
import { createCloudLink, type Hooks, isCloudLinkError } from '../src/index.ts';
import { signedIn } from './roads.ts';
import { json, reset, scriptedCenter } from './scripted-center.ts';

type Told = [name: string, event: Record<string, unknown>];

/** Hooks that write down what they are told, and when the first of them was. */
function listening(): { readonly told: Told[]; readonly hooks: Hooks } {
  const told: Told[] = [];
  const note = (name: string) => (event: object) => void told.push([name, { ...event }]);
  const hooks = { onRequest: note('request'), onResponse: note('response'), onRetry: note('retry') };
  return { told, hooks };
}

function code(name: string): unknown {
  return expect.objectContaining({ code: name });
}

const machines = { operationId: 'machines.list', method: 'GET', path: '/securevm' };

test('an attempt is told before and after, with its status and how long it took', async () => {
  await using server = await scriptedCenter();
  const { told, hooks } = listening();
  await using center = createCloudLink({ baseUrl: server.url, auth: signedIn, hooks });
  const began = performance.now();
  await center.machines.list();
  await center.GET('/securevm');
  const took = performance.now() - began;
  const first = { call: 1, ...machines, attempt: 1, node: server.url };
  const second = { call: 2, method: 'GET', path: '/securevm', attempt: 1, node: server.url };
  expect(told).toEqual([
    ['request', first],
    ['response', { ...first, status: 200, duration: expect.any(Number) }],
    ['request', second],
    ['response', { ...second, status: 200, duration: expect.any(Number) }],
  ]);
  for (const [, { duration = 0 }] of told) {
    expect(duration).toBeGreaterThanOrEqual(0);
    expect(duration).toBeLessThanOrEqual(took);
  }
  expect(told.every(([, event]) => !('error' in event))).toBe(true);
  expect('operationId' in (told[2]?.[1] ?? {})).toBe(false);
});

test('a failure is told with its error, and an attempt without an answer has no status', async () => {
  await using server = await scriptedCenter();
  server.script(json(503, {}, { 'Retry-After': '0' }), reset, json(404, {}));
  const { told, hooks } = listening();
  await using center = createCloudLink({ baseUrl: server.url, auth: signedIn, hooks, retry: 2 });
  const error: unknown = await center.machines.list().catch((thrown: unknown) => thrown);
  expect(isCloudLinkError(error) && error.code).toBe('not_found');
  const attempt = (number: number) => ({ call: 1, ...machines, attempt: number, node: server.url });
  const duration = expect.any(Number);
  expect(told).toEqual([
    ['request', attempt(1)],
    ['response', { ...attempt(1), duration, status: 503, error: code('server_error') }],
    ['retry', { ...attempt(1), error: code('server_error'), pause: 0 }],
    ['request', attempt(2)],
    ['response', { ...attempt(2), duration, error: code('unreachable') }],
    ['retry', { ...attempt(2), error: code('unreachable'), pause: expect.any(Number) }],
    ['request', attempt(3)],
    ['response', { ...attempt(3), duration, status: 404, error: code('not_found') }],
  ]);
  expect('status' in (told[4]?.[1] ?? {})).toBe(false);
});
