import { expect, test } from 'vitest';
import { type Call, emulated, signIn, tokenPath } from './harness.ts';

const REST = '/cloudlink/rest';

async function tokenAt(call: Call, node: string): Promise<string> {
  const { text } = await call('POST', tokenPath('automation', 'emulated-secret'), { node });
  return (JSON.parse(text) as { access_token: string }).access_token;
}

test('four nodes share users, policies and the audit trail, and nothing that is a node’s own [cluster.four] [cluster.replicates] [cluster.own]', async () => {
  await using running = await emulated({ nodes: 4 });
  const { call, token, emulator } = running;
  const urls = emulator.nodes.map(({ url }) => url);
  const last = urls[3] ?? '';
  expect(new Set(urls).size).toBe(4);
  await call('POST', `${REST}/securevm/groups`, { token, json: { name: 'Everywhere' } });
  await call('PUT', `${REST}/snmp/config`, { token, json: { address: '192.0.2.61' } });
  await call('PUT', `${REST}/syslog`, { token, json: { host: 'siem9.example.com', enabled: true } });
  await call('POST', `${REST}/dns`, { token, json: { ip: '192.0.2.99' } });
  await call('POST', `${REST}/time/ntp`, { token, json: { address: 'ntp9.example.com' } });
  const other = await tokenAt(call, last);
  const get = async (path: string): Promise<string> =>
    (await call('GET', REST + path, { token: other, node: last })).text;
  expect(await get('/securevm/groups')).toContain('Everywhere');
  expect(await get('/monitoring/actions')).toContain('Add group');
  expect(await get('/snmp/config')).not.toContain('192.0.2.61');
  expect(await get('/syslog')).not.toContain('siem9.example.com');
  expect(await get('/dns')).not.toContain('192.0.2.99');
  expect(await get('/time/ntp')).not.toContain('ntp9.example.com');
  const members = JSON.parse(await get('/cluster/members')) as { local: boolean; address: string }[];
  expect(members.map(({ local }) => local)).toEqual([false, false, false, true]);
  // Whatever a node writes, the others have; and a reset of one is a reset of what they share.
  await call('DELETE', `${REST}/securevm/groups/Everywhere`, { token: other, node: last });
  expect((await call('GET', `${REST}/securevm/groups`, { token })).text).not.toContain('Everywhere');
  emulator.nodes[1]?.store.reset();
  expect(emulator.nodes[1]?.store.state.collections['cluster.members']).toHaveLength(4);
  expect(emulator.store.state.actions).toEqual([]);
});

test('with a lag, another node has a change later', async () => {
  let now = Date.now();
  await using running = await emulated({ nodes: 2, replicationLag: 5_000, now: () => now });
  const { call, token, emulator } = running;
  const node = emulator.nodes[1]?.url ?? '';
  const other = await tokenAt(call, node);
  const has = async (): Promise<boolean> =>
    (await call('GET', `${REST}/securevm/groups`, { token: other, node })).text.includes('Later');
  await call('POST', `${REST}/securevm/groups`, { token, json: { name: 'Later' } });
  expect(await has()).toBe(false);
  now += 4_999;
  expect(await has()).toBe(false);
  now += 1;
  expect(await has()).toBe(true);
});

test.each([false, true])('tokens of another node count: %s, which is a guess', async (tokensShared) => {
  await using running = await emulated({ nodes: 2, guesses: { tokensShared } });
  const { call, token, emulator } = running;
  const node = emulator.nodes[1]?.url ?? '';
  expect((await call('GET', `${REST}/auth`, { token, node })).status).toBe(tokensShared ? 200 : 401);
});

test('a node is called through another [cluster.proxy]', async () => {
  await using running = await emulated({ nodes: 2 });
  const { call, token, emulator } = running;
  const uuid = emulator.nodes[1]?.uuid ?? '';
  const proxy = async (json: object): Promise<{ status: number; text: string }> =>
    call('PUT', `${REST}/cluster/proxy`, { token, json: { uuid, ...json } });
  expect((await proxy({ method: 'POST', url: 'dns', body: { ip: '192.0.2.98' } })).status).toBe(201);
  expect((await proxy({ method: 'GET', url: 'dns' })).text).toContain('192.0.2.98');
  expect((await call('GET', `${REST}/dns`, { token })).text).not.toContain('192.0.2.98');
  expect((await proxy({ method: 'GET', url: 'nothing' })).status).toBe(404);
  // Whether the JSON is wrapped is not published.
  const wrapped = { value: JSON.stringify({ ip: '192.0.2.97' }) };
  expect((await proxy({ method: 'POST', url: 'dns', body: wrapped })).status).toBe(201);
});

test('a node goes away and comes back on the same port', async () => {
  await using running = await emulated({ nodes: 2 });
  const { call, emulator } = running;
  const node = emulator.nodes[1]?.url ?? '';
  await emulator.faults.stopNode(1);
  await expect(tokenAt(call, node)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  expect(await signIn(call, emulator.clientId, emulator.clientSecret)).toBeTypeOf('string');
  await emulator.faults.startNode(1);
  expect(await tokenAt(call, node)).toBeTypeOf('string');
});

test('a part that does not exist cannot replicate', async () => {
  await expect(emulated({ nodes: 2, guesses: { replicatedToo: ['nothing'] } })).rejects.toThrow(/"nothing"/);
});
