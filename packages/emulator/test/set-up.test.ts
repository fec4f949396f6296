/** What scripts did with real appliances, in the order in which they did it. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Call, emulated, signIn, tokenPath } from './harness.ts';

const REST = '/cloudlink/rest';

/** As the built-in administrator, on an appliance that nobody has set up. */
async function builtInToken(call: Call): Promise<string> {
  const { text } = await call(
    'POST',
    tokenPath('secadmin', 'emulated-password', { scope: 'built_in_client' }),
  );
  return (JSON.parse(text) as { access_token: string }).access_token;
}

test('the state factory has nothing but secadmin and Default [old.empty-factory] [group.default] [user.secadmin]', async () => {
  await using running = await emulated({ state: 'factory' });
  const { call } = running;
  const token = await builtInToken(call);
  const get = async (path: string): Promise<unknown> =>
    JSON.parse((await call('GET', REST + path, { token })).text);
  expect(await get('/securevm')).toEqual([]);
  expect(await get('/license')).toEqual([]);
  expect(await get('/users')).toMatchObject([{ name: 'secadmin', built_in: true, roles: ['SecAdmin'] }]);
  expect(await get('/securevm/groups')).toMatchObject([{ name: 'Default' }]);
  expect(await get('/dns')).toEqual([]);
});

test('the first set-up runs in order [setup.first] [licence.sample] [status.created] [status.ok] [link.form] [binary.answers]', async () => {
  await using running = await emulated({ state: 'factory' });
  const { call } = running;
  let token = await builtInToken(call);
  const user = {
    name: 'api',
    password: 'made-up',
    user_type: 'client',
    roles: ['SecAdmin'],
    first_login_change: 'false',
  };
  expect((await call('POST', `${REST}/users`, { token, json: user })).status).toBe(201);
  expect((await call('DELETE', `${REST}/auth`, { token })).status).toBe(200);
  token = await signIn(call, 'api', 'made-up');
  const put = async (path: string, json: object): Promise<number> =>
    (await call('PUT', REST + path, { token, json })).status;
  expect(await put('/cluster/server_name', { address: 'clc1.example.com' })).toBe(200);
  const form = new FormData();
  form.append('file', new Blob(['made up']), 'licence.lic');
  expect((await call('POST', `${REST}/license`, { token, form })).status).toBe(201);
  const [licence] = JSON.parse((await call('GET', `${REST}/license`, { token })).text) as { id: string }[];
  expect(licence?.id).toMatch(/^[0-9a-f]{32}$/);
  expect(
    await put(`/license/${licence?.id ?? ''}/assign?product=vm`, { start_date: '2016-03-01T00:00:00.000Z' }),
  ).toBe(200);
  const { link } = JSON.parse((await call('GET', `${REST}/auth/backup/key`, { token })).text) as {
    link: string;
  };
  expect(link).toMatch(/^link[0-9a-f]{64}$/);
  expect((await call('GET', `${REST}/${link}`, { token })).text).toContain('BEGIN PRIVATE KEY');
  expect(await put('/lockbox/codes', { codes: ['made-up passcode'] })).toBe(200);
  expect(await put('/lockbox/mode', { auto: 'true' })).toBe(200);
  expect(
    await put('/users/secadmin/password', { new_password: 'another', first_login_change: 'false' }),
  ).toBe(200);
  expect((await call('POST', tokenPath('secadmin', 'another', { scope: 'built_in_client' }))).status).toBe(
    200,
  );
});

test('a second server joins with the right password only [setup.join]', async () => {
  await using running = await emulated({ state: 'factory', nodes: 2 });
  const { emulator, call } = running;
  const [first, second] = emulator.nodes;
  const peer = new URL(first?.url ?? '').host;
  const at = async (path: string, json: object, token: string): Promise<number> =>
    (await call('PUT', REST + path, { token, json, node: second?.url ?? '' })).status;
  const { text } = await call('POST', tokenPath('secadmin', 'emulated-password'), {
    node: second?.url ?? '',
  });
  const { access_token: token } = JSON.parse(text) as { access_token: string };
  await call('POST', `${REST}/dns`, { token, json: { ip: '192.0.2.53' }, node: second?.url ?? '' });
  expect(await at('/cluster/join', { host: peer, rem_user: 'secadmin', rem_password: 'wrong' }, token)).toBe(
    400,
  );
  expect(second?.store.state.collections['cluster.members']).toHaveLength(1);
  expect(
    await at('/cluster/join', { host: peer, rem_user: 'secadmin', rem_password: 'emulated-password' }, token),
  ).toBe(200);
  expect(second?.store.state.collections['cluster.members']).toMatchObject([
    { local: false },
    { local: true },
  ]);
  first?.store.state.networks.push({ name: 'Shared', target_id: 'a', ip_addresses: [] });
  expect(second?.store.state.networks).toMatchObject([{ name: 'Shared' }]);
  expect(first?.store.state.collections.dns).toEqual([]);
});

test('a restore replaces the state and ends the sessions; only the right key opens a backup [setup.restore] [get.side-effects]', async () => {
  await using running = await emulated();
  const { call, token, emulator } = running;
  const key = (await call('GET', `${REST}/backup/key`, { token })).text;
  const backup = (await call('GET', `${REST}/backup`, { token })).bytes;
  const another = (await call('GET', `${REST}/backup/key`, { token })).text;
  await call('POST', `${REST}/securevm/groups`, { token, json: { name: 'Later' } });
  const restore = async (keyText: string): Promise<number> => {
    const form = new FormData();
    form.append('backup_file', new Blob([new Uint8Array(backup)]), 'clc1.bak');
    form.append('key_file', new Blob([keyText]), 'key.pem');
    return (await call('POST', `${REST}/backup`, { token, form })).status;
  };
  expect(another).not.toBe(key);
  expect(await restore(another)).toBe(400);
  expect(emulator.store.state.groups.map(({ name }) => name)).toContain('Later');
  expect(await restore(key)).toBe(200);
  expect(emulator.store.state.groups.map(({ name }) => name)).not.toContain('Later');
  expect((await call('GET', `${REST}/auth`, { token })).status).toBe(401);
});

test('a restore may end in a reset connection, and is done then [restore.reset]', async () => {
  await using running = await emulated({ guesses: { restoreResetsConnection: true } });
  const { call, token } = running;
  const form = new FormData();
  form.append('backup_file', new Blob(['made elsewhere']), 'clc1.bak');
  form.append('key_file', new Blob(['made elsewhere']), 'key.pem');
  await expect(call('POST', `${REST}/backup`, { token, form })).rejects.toMatchObject({ code: 'ECONNRESET' });
  expect((await call('GET', `${REST}/auth`, { token })).status).toBe(401);
});

test('openssl verifies signing requests and reads client certificates [kmip.bundle]', async () => {
  await using running = await emulated();
  const { call, token, emulator } = running;
  const folder = mkdtempSync(join(tmpdir(), 'cloudlink-test-'));
  const file = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  for (const path of ['/kmip/certificate/csr', '/kubernetes/certificate/csr', '/certificates/webssl/csr']) {
    const { text } = await call(
      'GET',
      `${REST}${path}?cn=clc1.example.com&o=Example&ou=IT&l=Berlin&st=Berlin&c=DE`,
      { token },
    );
    const request = file('request.csr', text);
    const out = execFileSync('openssl', ['req', '-in', request, '-verify', '-noout', '-subject'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    expect(out.toString()).toMatch(/CN = clc1\.example\.com.*C = DE/);
  }
  const ca = file('ca.pem', emulator.ca);
  const { text } = await call('POST', `${REST}/kmip/clients`, {
    token,
    json: { name: 'array1', partition: 'vsphere' },
  });
  const { zip } = JSON.parse(text) as { zip: string };
  writeFileSync(join(folder, 'bundle.zip'), Buffer.from(zip, 'base64'));
  execFileSync('python3', ['-m', 'zipfile', '-e', join(folder, 'bundle.zip'), folder]);
  expect(
    execFileSync('openssl', [
      'verify',
      '-purpose',
      'sslclient',
      '-CAfile',
      ca,
      join(folder, 'cert.pem'),
    ]).toString(),
  ).toContain('OK');
  expect(keyOf(['pkey', '-in', join(folder, 'key.pem'), '-pubout'])).toBe(
    keyOf(['x509', '-in', join(folder, 'cert.pem'), '-noout', '-pubkey']),
  );
  const made = await call('PUT', `${REST}/kmip/clients/array1/certificate_pkcs12`, {
    token,
    json: { password: 'made-up' },
  });
  const bundle = (JSON.parse(made.text) as { zip: string }).zip;
  writeFileSync(join(folder, 'pkcs12.zip'), Buffer.from(bundle, 'base64'));
  execFileSync('python3', ['-m', 'zipfile', '-e', join(folder, 'pkcs12.zip'), folder]);
  const read = (password: string): string =>
    execFileSync(
      'openssl',
      ['pkcs12', '-in', join(folder, 'cert.p12'), '-nodes', '-passin', `pass:${password}`],
      {
        stdio: ['ignore', 'pipe', 'ignore'],
      },
    ).toString();
  expect(read('made-up')).toMatch(/BEGIN CERTIFICATE[^]*BEGIN PRIVATE KEY/);
  expect(() => read('wrong')).toThrow();
  rmSync(folder, { recursive: true });
});

function keyOf(args: string[]): string {
  return execFileSync('openssl', args).toString();
}
