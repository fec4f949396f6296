import { expect, test } from 'vitest';
import { emulated } from './harness.ts';

const REST = '/cloudlink/rest';

test('there is no control port unless it is asked for', async () => {
  await using running = await emulated();
  expect(running.emulator.control).toBeUndefined();
});

test('the control port wants its token, and its own name as the host', async () => {
  await using running = await emulated({ control: true });
  const { url = '', token = '', page = '' } = running.emulator.control ?? {};
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect(page).toBe(`${url}/#${token}`);
  const status = async (headers: Record<string, string>): Promise<number> =>
    (await fetch(`${url}/api/status`, { headers })).status;
  expect(await status({})).toBe(401);
  expect(await status({ Authorization: 'Bearer wrong' })).toBe(401);
  expect(await status({ Authorization: `Bearer ${token}` })).toBe(200);
});

test('faults, machines, sessions and the state are controlled from outside', async () => {
  await using running = await emulated({ control: true });
  const { call, emulator } = running;
  const { url = '', token = '' } = emulator.control ?? {};
  const control = async (method: string, path: string, body?: object): Promise<Response> =>
    fetch(url + path, {
      method,
      headers: { Authorization: `Bearer ${token}` },
      ...(body && { body: JSON.stringify(body) }),
    });
  expect((await control('POST', '/api/faults', { operation: 'vault.get', status: 503 })).status).toBe(204);
  expect((await call('GET', `${REST}/lockbox`, { token: running.token })).status).toBe(503);
  expect((await control('POST', '/api/faults', { nothing: 1 })).status).toBe(400);
  expect((await control('POST', '/api/machines', { name: 'web09' })).status).toBe(201);
  expect(await (await control('GET', '/api/state')).text()).toContain('web09');
  await control('POST', '/api/reset');
  expect(emulator.store.state.machines).toHaveLength(5);
  await control('POST', '/api/tokens/end');
  expect((await call('GET', `${REST}/auth`, { token: running.token })).status).toBe(401);
  expect((await control('GET', '/nothing')).status).toBe(404);
  expect((await control('POST', '/api/faults')).status).toBe(400);
});

test('requests are told live, without a secret', async () => {
  await using running = await emulated({ control: true });
  const { url = '', token = '' } = running.emulator.control ?? {};
  const ended = new AbortController();
  const answer = await fetch(`${url}/api/live`, {
    headers: { Authorization: `Bearer ${token}` },
    signal: ended.signal,
  });
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  await reader?.read();
  await running.call('GET', `${REST}/securevm?canary=canary-query`, { token: running.token });
  const { value = '' } = (await reader?.read()) ?? {};
  expect(JSON.parse(value.slice('data: '.length))).toMatchObject({
    method: 'GET',
    path: `${REST}/securevm`,
    status: 200,
    operation: 'machines.list',
    user: 'automation',
    permission: 'allowed',
  });
  expect(value).not.toContain('canary-query');
  expect(value).not.toContain(running.token);
  ended.abort();
});
