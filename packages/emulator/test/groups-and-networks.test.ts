/** Groups, networks and addresses: what is refused, and what an update leaves alone. */
import { expect, test } from 'vitest';
import { emulated } from './harness.ts';

const REST = '/cloudlink/rest';

const DB01 = '4be6c1f2-6a0d-4c0e-9b57-2d1c5f4a7e01';

test.each([
  ['a user of a role', 'POST', '/users', { name: 'a', roles: ['Nobody'] }],
  ['roles of a user', 'PUT', '/users/jdoe/roles', ['Nobody']],
  ['a group of a network', 'POST', '/securevm/groups', { name: 'a', networks: ['Nowhere'] }],
  ['networks of a group', 'PUT', '/securevm/groups/Production', { networks: ['Nowhere'] }],
  ['a group managed by a role', 'PUT', '/securevm/groups/Production', { managing_roles: ['Nobody'] }],
  ['a machine into a group', 'PUT', `/securevm/${DB01}/move`, { destination_group_name: 'Nowhere' }],
])('%s that does not exist is refused', async (_, method, path, json) => {
  await using running = await emulated();
  const { status } = await running.call(method, REST + path, { token: running.token, json });
  expect([400, 404]).toContain(status);
});

test.each(['hello', '/99', '10.0.0.0/33', '10.0.0.0/', '300.0.0.1', '::1/129', '', '10.0.0.0/8/8'])(
  'the address %j is refused [path.cidr]',
  async (ip) => {
    await using running = await emulated();
    const { call, token, emulator } = running;
    expect((await call('POST', `${REST}/securevm/network/Office/ip`, { token, json: { ip } })).status).toBe(
      400,
    );
    expect((await call('POST', `${REST}/dns`, { token, json: { ip } })).status).toBe(400);
    expect(emulator.store.state.networks[0]?.ip_addresses).toEqual(['203.0.113.0/24']);
  },
);

test.each(['192.0.2.1', '10.0.0.0/24', '2001:db8::/32'])(
  'the network %s is taken, and addressed with its slash raw [path.cidr] [network.order]',
  async (ip) => {
    await using running = await emulated();
    const { call, token } = running;
    expect((await call('POST', `${REST}/securevm/network/Office/ip`, { token, json: { ip } })).status).toBe(
      201,
    );
    expect((await call('DELETE', `${REST}/securevm/network/Office/ip/${ip}`, { token })).status).toBe(200);
  },
);

test('the code of a group has the form that operators know, and an update leaves alone what it does not name [group.code] [group.partial-update]', async () => {
  await using running = await emulated();
  const { call, token } = running;
  const group = async (): Promise<Record<string, unknown>> =>
    JSON.parse((await call('GET', `${REST}/securevm/groups/Production`, { token })).text) as Record<
      string,
      unknown
    >;
  const before = await group();
  await call('PUT', `${REST}/securevm/groups/Production`, { token, json: { key_rotation_interval: 7 } });
  expect(await group()).toEqual({ ...before, key_rotation_interval: 7 });
  await call('PUT', `${REST}/securevm/groups/Production/code`, { token });
  expect((await group())['code']).toMatch(/^[0-9a-f]{4}-[0-9a-f]{4}$/);
});

test('Default always exists [group.default]', async () => {
  await using running = await emulated();
  const { call, token } = running;
  await call('DELETE', `${REST}/securevm/groups/Default`, { token });
  expect((await call('GET', `${REST}/securevm/groups/Default`, { token })).status).toBe(200);
});
