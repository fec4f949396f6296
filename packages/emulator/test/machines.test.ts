/** When a machine may do what, and what is counted of it. */
import { expect, test } from 'vitest';
import { emulated } from './harness.ts';

const REST = '/cloudlink/rest';

const DB01 = '4be6c1f2-6a0d-4c0e-9b57-2d1c5f4a7e01';

const NEW01 = 'e3b95c60-2f7a-4c58-8d19-5a0f6b4c1e05';

const disks = [{ id: '1', mpoint: '/dev/sdb', state: 'unencrypted' }];

test.each(['pending', 'blocked'])('a %s machine encrypts nothing', async (status) => {
  await using running = await emulated();
  const { call, token, emulator } = running;
  const uuid = emulator.registerMachine({ status, blocked: status === 'blocked', resources: disks });
  const path = `${REST}/securevm/${uuid}/encryption/1`;
  expect((await call('PUT', path, { token, json: { encrypt: 'encrypt' } })).status).toBe(400);
  if (status === 'blocked') return;
  await call('PUT', `${REST}/securevm/${uuid}/keyrelease`, { token, json: { accept: true } });
  expect((await call('PUT', path, { token, json: { encrypt: 'encrypt' } })).status).toBe(200);
});

test('a machine from an address that nobody approved is pending, with an alarm, until somebody decides [machine.pending-address] [machine.keyrelease]', async () => {
  await using running = await emulated();
  const { call, token, emulator } = running;
  const pending = async (): Promise<boolean> =>
    (await call('GET', `${REST}/monitoring/alarms`, { token })).text.includes('web01 waits');
  const uuid = emulator.registerMachine({ code: '9a3e-04b7', name: 'web01', ip_address: '192.0.2.77' });
  const machine = async (): Promise<object> =>
    JSON.parse((await call('GET', `${REST}/securevm/${uuid}`, { token })).text) as object;
  expect(await machine()).toMatchObject({ status: 'connected', group: 'Production' });
  emulator.connectMachine(uuid, '203.0.113.9');
  expect([await machine(), await pending()]).toMatchObject([{ status: 'connected' }, false]);
  emulator.connectMachine(uuid, '192.0.2.77');
  expect([await machine(), await pending()]).toMatchObject([
    { status: 'pending', conditions: [{ value: '192.0.2.77' }] },
    true,
  ]);
  await call('PUT', `${REST}/securevm/${uuid}/keyrelease`, { token, json: { accept: true } });
  expect([await machine(), await pending()]).toMatchObject([{ status: 'connected' }, false]);
  expect((await call('GET', `${REST}/monitoring/events`, { token })).text).toContain('web01 is pending');
});

test('a machine without a code comes into Default; its first start may be from anywhere [group.default] [machine.first-start]', async () => {
  await using running = await emulated();
  const { emulator } = running;
  const uuid = emulator.registerMachine({ ip_address: '192.0.2.200' });
  expect(emulator.store.state.machines.find((one) => one.uuid === uuid)).toMatchObject({
    group: 'Default',
    status: 'connected',
  });
  expect(() => emulator.connectMachine('none', '192.0.2.1')).toThrow(TypeError);
});

test('licences count what is used, and the highest use is kept until it is reset', async () => {
  await using running = await emulated();
  const { call, token, emulator } = running;
  const usage = async (): Promise<object> =>
    JSON.parse((await call('GET', `${REST}/license/usage`, { token })).text) as object;
  expect(await usage()).toMatchObject({
    current_usage_instance: 5,
    max_usage_instance: 5,
    current_usage_kmip_client: 1,
  });
  emulator.registerMachine();
  expect(await usage()).toMatchObject({ current_usage_instance: 6, max_usage_instance: 6 });
  await call('DELETE', `${REST}/securevm/${NEW01}`, { token });
  expect(await usage()).toMatchObject({ current_usage_instance: 5, max_usage_instance: 6 });
  await call('POST', `${REST}/license/usage`, { token, json: {} });
  expect(await usage()).toMatchObject({ current_usage_instance: 5, max_usage_instance: 5 });
});

test('a volume is exempted from the policy, and a shredded machine is blocked [machine.exempt] [machine.shred]', async () => {
  await using running = await emulated();
  const { call, token, emulator } = running;
  const machine = emulator.store.state.machines[0];
  await call('PUT', `${REST}/securevm/${DB01}/policycode/exempt/402653184001`, { token });
  expect(machine?.resources?.[0]?.exempt_from_policy).toBe(true);
  await call('DELETE', `${REST}/securevm/${DB01}/policycode/exempt/402653184001`, { token });
  expect(machine?.resources?.[0]?.exempt_from_policy).toBe(false);
  expect((await call('PUT', `${REST}/securevm/${DB01}/shred`, { token })).status).toBe(200);
  expect(machine).toMatchObject({ blocked: true });
});

test('what is guessed of machines and the audit trail can be changed', async () => {
  const machineStates = { pending: 'PENDING', connected: 'UP', disconnected: 'DOWN', blocked: 'BLOCKED' };
  const guesses = { machineStates, shreddingBlocks: false, auditsFailures: false, refusedStatus: 409 };
  await using running = await emulated({ guesses });
  const { call, token, emulator } = running;
  const list = JSON.parse(
    (await call('GET', `${REST}/securevm?pending_only=true`, { token })).text,
  ) as object[];
  expect(list).toMatchObject([{ name: 'new01', status: 'PENDING' }]);
  await call('PUT', `${REST}/securevm/${NEW01}/keyrelease`, { token, json: { accept: true } });
  await call('PUT', `${REST}/securevm/${DB01}/shred`, { token });
  const statuses = emulator.store.state.machines.map(({ status }) => status);
  expect(statuses).toEqual(['UP', 'UP', 'UP', 'BLOCKED', 'UP']);
  const before = emulator.store.state.actions.length;
  expect((await call('POST', `${REST}/securevm/groups`, { token, json: { name: 'Default' } })).status).toBe(
    409,
  );
  expect(emulator.store.state.actions).toHaveLength(before);
});
