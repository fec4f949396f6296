/**
 * What the appliance refuses, and what it writes about calls.
 */
import { expect, test } from 'vitest';
import { type Call, emulated, signIn, tokenPath } from './harness.ts';

const REST = '/cloudlink/rest';
const DB01 = '4be6c1f2-6a0d-4c0e-9b57-2d1c5f4a7e01';
const NEW01 = 'e3b95c60-2f7a-4c58-8d19-5a0f6b4c1e05';
const disks = [{ id: '1', mpoint: '/dev/sdb', state: 'unencrypted' }];

async function signInAs(call: Call, token: string, role: string): Promise<string> {
  const json = { name: `a-${role}`, password: 'made-up', user_type: 'client', roles: [role] };
  expect((await call('POST', `${REST}/users`, { token, json })).status).toBe(201);
  return signIn(call, `a-${role}`, 'made-up');
}

test.each([
  ['what cannot be downloaded', '/auth/securevm', 404],
  ['a path that does not exist', '/auth/nothing/here', 404],
  ['another link', `/auth/link${'0'.repeat(64)}`, 404],
  ['a download', '/auth/backup', 200],
])('a unique link to %s [link.form]', async (_, path, status) => {
  await using running = await emulated();
  const { call, token } = running;
  expect((await call('GET', REST + path, { token })).status).toBe(status);
});

test('a unique link needs the permission of what it stands for, and works once', async () => {
  await using running = await emulated();
  const { call, token } = running;
  const observer = await signInAs(call, token, 'Observer');
  expect((await call('GET', `${REST}/auth/backup/key`, { token: observer })).status).toBe(403);
  const { link } = JSON.parse((await call('GET', `${REST}/auth/backup`, { token })).text) as { link: string };
  const first = await call('GET', `${REST}/${link}`, { token });
  expect([first.status, first.headers['content-type']]).toEqual([200, 'application/octet-stream']);
  expect((await call('GET', `${REST}/${link}`, { token })).status).toBe(404);
});

test('what is guessed of unique links can be changed', async () => {
  let now = Date.now();
  const guesses = { linkNeedsToken: false, linkUses: 2, linkLifetime: 60 };
  await using running = await emulated({ guesses, now: () => now });
  const { call, token } = running;
  const { link } = JSON.parse((await call('GET', `${REST}/auth/backup`, { token })).text) as { link: string };
  expect((await call('GET', `${REST}/${link}`)).status).toBe(200);
  now += 61_000;
  expect((await call('GET', `${REST}/${link}`)).status).toBe(404);
});

test('passcodes are checked, and must differ [vault.codes]', async () => {
  await using running = await emulated();
  const { call, token } = running;
  const put = async (path: string, json: object): Promise<number> =>
    (await call('PUT', `${REST}/lockbox/${path}`, { token, json })).status;
  expect(await put('codes', { codes: ['a', 'a', 'b'] })).toBe(400);
  expect(await put('codes', { codes: [] })).toBe(400);
  expect(await put('codes', { codes: ['a', 'b', 'c'] })).toBe(200);
  expect([
    await put('passcode/validate', { code: 'x' }),
    await put('passcode/validate', { code: 'b' }),
  ]).toEqual([400, 200]);
  expect([await put('unlock', { code: 'x' }), await put('unlock', { code: 'c' })]).toEqual([400, 200]);
  expect((await call('GET', `${REST}/lockbox`, { token })).text).not.toContain('codes');
});

test.each([
  [true, 'unlocked', 200],
  [false, 'locked', 400],
])(
  'after a restart a vault whose mode is auto=%s is %s [vault.restart] [vault.alarms]',
  async (auto, state, status) => {
    await using running = await emulated();
    const { call, emulator } = running;
    await call('PUT', `${REST}/lockbox/mode`, { token: running.token, json: { auto } });
    emulator.restart();
    expect((await call('GET', `${REST}/auth`, { token: running.token })).status).toBe(401);
    const token = await signIn(call, emulator.clientId, emulator.clientSecret);
    expect(JSON.parse((await call('GET', `${REST}/lockbox`, { token })).text)).toEqual({ state, auto });
    const alarms = (await call('GET', `${REST}/monitoring/alarms`, { token })).text;
    expect(alarms.includes('EC_LOCKED')).toBe(!auto);
    const encrypt = async (): Promise<number> =>
      (
        await call('PUT', `${REST}/securevm/${DB01}/encryption/402653184001`, {
          token,
          json: { encrypt: 'encrypt' },
        })
      ).status;
    expect(await encrypt()).toBe(status);
    if (auto) return;
    await call('PUT', `${REST}/lockbox/unlock`, { token, json: { code: 'first made-up code' } });
    expect((await call('GET', `${REST}/monitoring/alarms`, { token })).text).not.toContain('EC_LOCKED');
    expect(await encrypt()).toBe(200);
  },
);

test('which calls fail while the vault is locked is one setting [vault.locked-calls]', async () => {
  await using running = await emulated({ guesses: { failsWhileLocked: ['machines.*'] } });
  const { call, token, emulator } = running;
  emulator.store.state.vault.state = 'locked';
  expect((await call('GET', `${REST}/securevm`, { token })).status).toBe(400);
  expect((await call('GET', `${REST}/users`, { token })).status).toBe(200);
});

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

test.each([
  ['SecAdmin', '/users', 200],
  ['Admin', '/users', 200],
  ['Admin', '/securevm', 403],
  ['Admin', '/keystores', 403],
  ['Admin', '/monitoring/actions', 200],
  ['Admin', '/backup/key', 403],
  ['Observer', '/securevm', 200],
  ['Observer', '/backup/key', 403],
])('%s is answered on %s with %d [role.builtin]', async (role, path, status) => {
  await using running = await emulated();
  const other = await signInAs(running.call, running.token, role);
  expect((await running.call('GET', REST + path, { token: other })).status).toBe(status);
});

test('a custom role may what it lists, and nothing else [permission.any-one] [api.permission]', async () => {
  await using running = await emulated();
  const { call, token } = running;
  const role = { name: 'Blocker', permissions: ['View Machines'] };
  await call('POST', `${REST}/roles`, { token, json: role });
  const other = await signInAs(call, token, 'Blocker');
  expect((await call('GET', `${REST}/securevm`, { token: other })).status).toBe(200);
  const refused = await call('GET', `${REST}/users`, { token: other });
  expect([refused.status, JSON.parse(refused.text)]).toMatchObject([403, { error: 'access_denied' }]);
  await call('PUT', `${REST}/roles/Blocker`, { token, json: { permissions: ['View Users'] } });
  expect((await call('GET', `${REST}/users`, { token: other })).status).toBe(200);
});

test('an audited call leaves an action and a security event, a refused one as well [audit.trail]', async () => {
  await using running = await emulated();
  const { call, token } = running;
  await call('POST', `${REST}/securevm/groups`, { token, json: { name: 'Test' } });
  await call('POST', `${REST}/securevm/groups`, { token, json: { name: 'Test' } });
  const actions = JSON.parse((await call('GET', `${REST}/monitoring/actions`, { token })).text) as object[];
  const events = JSON.parse(
    (await call('GET', `${REST}/monitoring/security_events`, { token })).text,
  ) as object[];
  const target = { name: 'Test', type: 'machineGroups' };
  expect(actions).toHaveLength(2);
  expect(actions).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        name: 'Add group',
        status: 'success',
        target: expect.objectContaining(target),
      }),
      expect.objectContaining({ status: 'failure' }),
    ]),
  );
  expect(events).toEqual(
    expect.arrayContaining([expect.objectContaining({ name: 'Add group', result: 'success' })]),
  );
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

test('logs are text and a real archive [binary.answers]', async () => {
  await using running = await emulated();
  const { call, token } = running;
  const { bytes } = await call('GET', `${REST}/monitoring/logs`, { token });
  expect(bytes.subarray(0, 2).toString()).toBe('PK');
  const { text } = await call('GET', `${REST}/monitoring/logfile?logName=server.log&lines=1`, { token });
  expect(JSON.parse(text)).toMatchObject({
    content: expect.stringMatching(/^\S+ GET .*monitoring\/logs 200\n$/),
  });
  expect((await call('GET', `${REST}/monitoring/logfile?logName=..`, { token })).status).toBe(404);
});

test('a list of 2,500 actions is read in pages, each once [list.window]', async () => {
  await using running = await emulated();
  const { call, token, emulator } = running;
  emulator.store.state.actions = Array.from({ length: 2_500 }, (_, index) => ({
    id: `a${index}`,
    name: 'n',
    start_time: new Date(1_700_000_000_000 + index).toISOString(),
  }));
  const seen: string[] = [];
  let cursor = '';
  for (;;) {
    const { text } = await call('GET', `${REST}/monitoring/actions?count=1000${cursor}`, { token });
    const page = JSON.parse(text) as { id: string }[];
    seen.push(...page.map(({ id }) => id));
    if (page.length < 1000) break;
    cursor = `&guid=${page.at(-1)?.id ?? ''}`;
  }
  expect([seen.length, new Set(seen).size, seen[0]]).toEqual([2_500, 2_500, 'a2499']);
});

test('repeated sign-ins leave one session, since the token is the same [token.same]', async () => {
  await using running = await emulated();
  const { call, emulator } = running;
  for (let count = 0; count < 3; count += 1)
    await call('POST', tokenPath(emulator.clientId, emulator.clientSecret));
  expect(emulator.sessions).toEqual(['automation']);
});

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

test('a token request without a grant is an invalid one [error.grant-missing]', async () => {
  await using running = await emulated();
  const query = 'client_id=automation&client_secret=emulated-secret';
  const { status, text } = await running.call('POST', `/cloudlink/oauth/token?${query}`);
  expect([status, JSON.parse(text)]).toMatchObject([400, { error: 'invalid_request' }]);
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
