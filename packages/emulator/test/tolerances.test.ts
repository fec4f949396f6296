/** What the appliance takes, and a strict server would not. */
import { expect, test } from 'vitest';
import { emulated, signIn, tokenPath } from './harness.ts';

const REST = '/cloudlink/rest';
const TOKEN = '/cloudlink/oauth/token';
const JSON_TYPE = { 'Content-Type': 'application/json' };
const DB01 = '4be6c1f2-6a0d-4c0e-9b57-2d1c5f4a7e01';

test.each([
  ['a comma within the value is no JSON', 'PUT', '/lockbox/mode', '{"auto": false,\n}', 400],
  [
    'a comma and a brace after the value [old.text-after-json]',
    'PUT',
    '/lockbox/mode',
    '{"auto": false},\n}',
    200,
  ],
  ['a brace after the value [old.text-after-json]', 'PUT', '/lockbox/mode', '{"auto": false}\n}', 200],
  ['a boolean as text [old.boolean-text]', 'PUT', '/lockbox/mode', '{"auto":"false"}', 200],
  ['an unused name [old.extra-field]', 'PUT', '/lockbox/mode', '{"auto":false,"name":"x"}', 200],
])('%s', async (_, method, path, body, status) => {
  await using running = await emulated();
  const { call, token } = running;
  const answer = await call(method, REST + path, { token, raw: body, headers: JSON_TYPE });
  expect(answer.status).toBe(status);
  const { text } = await call('GET', `${REST}/lockbox`, { token });
  expect(JSON.parse(text)).toMatchObject({ auto: status !== 200 });
});

test('an unknown field is dropped, not stored and returned [old.extra-field]', async () => {
  await using running = await emulated();
  const { call, token } = running;
  const json = { name: 'Lab', description: 'd', colour: 'red' };
  expect((await call('POST', `${REST}/securevm/network`, { token, json })).status).toBe(201);
  const { text } = await call('GET', `${REST}/securevm/network`, { token });
  expect(text).toContain('Lab');
  expect(text).not.toContain('colour');
});

test('an unused name beside an address [old.extra-field]', async () => {
  await using running = await emulated();
  const { call, token, emulator } = running;
  const json = { ip: '192.0.2.0/24', name: 'Office' };
  expect((await call('POST', `${REST}/securevm/network/Office/ip`, { token, json })).status).toBe(201);
  expect(emulator.store.state.networks[0]?.ip_addresses).toContain('192.0.2.0/24');
  expect(emulator.served.at(-1)?.tolerated).toEqual(['unknown-field: name']);
});

test('the old spelling of an encryption [old.encrypt-with-block]', async () => {
  await using running = await emulated();
  const { call, token } = running;
  const json = { block: false, encrypt: 'encrypt' };
  const path = `${REST}/securevm/${DB01}/encryption/402653184001`;
  expect((await call('PUT', path, { token, json })).status).toBe(200);
});

test('a body on the DELETE of a machine [old.delete-body]', async () => {
  await using running = await emulated();
  const { call, token, emulator } = running;
  expect((await call('DELETE', `${REST}/securevm/${DB01}`, { token, json: { uuid: DB01 } })).status).toBe(
    200,
  );
  expect(emulator.served.at(-1)?.tolerated).toEqual(['body-not-wanted']);
});

test.each([
  [
    'with the date under another name [old.licence-date]',
    '',
    { address: '2016-03-01T00:00:00.000Z' },
    '2016-03-01T00:00:00.000Z',
  ],
  [
    'with product=vm in the query [old.product] [time.iso]',
    '?product=vm',
    { start_date: '2016-03-01T00:00:00.000Z' },
    '2016-03-01T00:00:00.000Z',
  ],
])('a licence is assigned %s', async (_, query, json, start) => {
  await using running = await emulated();
  const { call, token, emulator } = running;
  const id = emulator.store.state.licenses[0]?.id ?? '';
  expect((await call('PUT', `${REST}/license/${id}/assign${query}`, { token, json })).status).toBe(200);
  const { text } = await call('GET', `${REST}/license/${id}`, { token });
  expect(JSON.parse(text)).toMatchObject({ assigned: true, start_date: start });
  expect(emulator.served.at(-2)?.tolerated).toHaveLength(1);
});

test('product=vm as a field of the upload of a licence [old.product]', async () => {
  await using running = await emulated();
  const { call, token, emulator } = running;
  const form = new FormData();
  form.append('product', 'vm');
  form.append('file', new Blob(['made up']), 'licence.lic');
  expect((await call('POST', `${REST}/license`, { token, form })).status).toBe(201);
  expect(emulator.served.at(-1)?.tolerated).toEqual(['unknown-part: product']);
});

test('a slash at the end of a path', async () => {
  await using running = await emulated();
  const { call, token } = running;
  expect((await call('GET', `${REST}/securevm/`, { token })).status).toBe(200);
});

test.each([
  ['HTTP Basic [token.basic]', {}, { Authorization: basic('automation', 'emulated-secret') }, 200],
  ['HTTP Basic, form-encoded', {}, { Authorization: basic('automation', 'emulated%2Dsecret') }, 200],
  ['HTTP Basic with a wrong secret', {}, { Authorization: basic('automation', 'wrong') }, 401],
  [
    'an empty scope [scope.empty]',
    { client_id: 'automation', client_secret: 'emulated-secret', scope: '' },
    {},
    200,
  ],
  [
    'a repeated scope [scope.repeated]',
    { client_id: 'automation', client_secret: 'emulated-secret', scope: 'all all' },
    {},
    200,
  ],
])('the token endpoint answers %s', async (_, change, headers, status) => {
  await using running = await emulated();
  const parameters = new URLSearchParams({ grant_type: 'client_credentials', ...change });
  const answer = await running.call('POST', TOKEN, { form: parameters, headers });
  expect(answer.status).toBe(status);
  if (status === 200) expect(JSON.parse(answer.text)).toMatchObject({ scope: 'all', token_type: 'bearer' });
});

test.each(['password', 'authorization_code', 'refresh_token'])(
  'the grant %s is one that the client may not use [error.grant-foreign]',
  async (grant_type) => {
    await using running = await emulated();
    const { call, emulator } = running;
    const answer = await call('POST', tokenPath(emulator.clientId, emulator.clientSecret, { grant_type }));
    expect(answer.status).toBe(401);
    expect(JSON.parse(answer.text)).toMatchObject({ error: 'invalid_client' });
    expect(answer.headers['www-authenticate']).toMatch(/^Bearer /);
  },
);

test('an error names only the unknown scopes, and lists the valid ones [scope.unknown-only] [error.scope]', async () => {
  await using running = await emulated();
  const { call, emulator } = running;
  const answer = await call(
    'POST',
    tokenPath(emulator.clientId, emulator.clientSecret, { scope: 'all some' }),
  );
  expect([answer.status, JSON.parse(answer.text)]).toEqual([
    400,
    { error: 'invalid_scope', error_description: 'Invalid scope: some', scope: 'all' },
  ]);
});

test('errors are XML when that is asked for [error.xml]', async () => {
  await using running = await emulated();
  const headers = { Accept: 'application/xml' };
  for (const [method, path] of [
    ['POST', TOKEN],
    ['GET', `${REST}/securevm`],
  ] as const) {
    const answer = await running.call(method, path, { headers });
    expect([answer.status, answer.headers['content-type']]).toEqual([401, 'application/xml;charset=UTF-8']);
    expect(answer.text).toMatch(
      /^<oauth><error>\w+<\/error><error_description>[^<]+<\/error_description><\/oauth>$/,
    );
  }
  const watcher = { name: 'watcher', password: 'made-up', user_type: 'client', roles: ['Observer'] };
  await running.call('POST', `${REST}/users`, { token: running.token, json: watcher });
  const token = await signIn(running.call, 'watcher', 'made-up');
  const denied = await running.call('POST', `${REST}/users`, { token, headers });
  expect([denied.status, denied.text]).toEqual([403, expect.stringMatching(/^<oauth><error>access_denied</)]);
  expect(
    (await running.call('GET', `${REST}/securevm`, { headers: { Accept: '*/*' } })).headers['content-type'],
  ).toMatch(/json/);
});

test('the token may stand in the query, and a comma ends it in the header [api.query-token] [api.comma]', async () => {
  await using running = await emulated();
  const { call, token } = running;
  expect((await call('GET', `${REST}/auth?access_token=${token}`)).status).toBe(200);
  expect(
    (await call('GET', `${REST}/auth`, { headers: { Authorization: `Bearer ${token},x` } })).status,
  ).toBe(200);
});

test.each(['deleted', 'locked'])('the token of a %s client is a 401 [api.deleted-client]', async (how) => {
  await using running = await emulated();
  const { call, token, emulator } = running;
  const json = { name: 'second', password: 'made-up', user_type: 'client', roles: ['Observer'] };
  await call('POST', `${REST}/users`, { token, json });
  const other = await signIn(call, 'second', 'made-up');
  expect((await call('GET', `${REST}/auth`, { token: other })).status).toBe(200);
  if (how === 'deleted') await call('DELETE', `${REST}/users/second`, { token });
  else for (const user of emulator.store.state.users) if (user.name === 'second') user.locked = true;
  expect((await call('GET', `${REST}/auth`, { token: other })).status).toBe(401);
});

test('secadmin signs in as a program, unless that is turned off [setup.built-in-client]', async () => {
  const path = tokenPath('secadmin', 'emulated-password', { scope: 'built_in_client' });
  await using open = await emulated();
  const { status, text } = await open.call('POST', path);
  expect([status, (JSON.parse(text) as { scope: string }).scope]).toEqual([200, 'built_in_client']);
  await using closed = await emulated({ builtInClient: false });
  expect((await closed.call('POST', path)).status).toBe(401);
  await using own = await emulated({ password: 'made up' });
  expect((await own.call('POST', path)).status).toBe(401);
});

test.each([
  ['GET /cors is another method', 'GET', '/cors', undefined, 405],
  ['a broken form', 'POST', '/license', 'multipart/form-data; boundary=x', 400],
  ['a form without a boundary', 'POST', '/license', 'multipart/form-data', 400],
  ['a form with an empty boundary', 'POST', '/license', 'multipart/form-data; boundary=', 400],
  ['no form at all', 'POST', '/license', 'application/json', 400],
])('%s', async (_, method, path, type, status) => {
  await using running = await emulated();
  const { call, token } = running;
  const options =
    type === undefined ? { token } : { token, raw: '--x\r\nbroken', headers: { 'Content-Type': type } };
  expect((await call(method, REST + path, options)).status).toBe(status);
});

test.each(['__proto__', 'constructor', 'toString', 'a\r\nb: c'])(
  'things named %j are things like any other',
  async (name) => {
    await using running = await emulated();
    const { call, token } = running;
    const segment = encodeURIComponent(name);
    const isRefused = /[\r\n]/.test(name); // In a path.
    for (const [path, json] of [
      ['/users', { name, password: 'made-up', user_type: 'client', roles: ['Observer'] }],
      ['/securevm/groups', { name }],
      ['/keystores', { name }],
      ['/roles', { name }],
      ['/kmip/partitions', { name }],
    ] as const) {
      const raw = `{"__proto__":{"admin":true},${JSON.stringify(json).slice(1)}`;
      const made = await call('POST', REST + path, { token, raw, headers: JSON_TYPE });
      expect([path, made.status]).toEqual([path, 201]);
      expect([path, (await call('GET', `${REST}${path}/${segment}`, { token })).status]).toEqual([
        path,
        isRefused ? 400 : 200,
      ]);
    }
    if (!isRefused) expect(await signIn(call, name, 'made-up')).toBeTypeOf('string');
    expect((await call('GET', `${REST}/kmip/partitions/${segment}/objects`, { token })).status).toBe(
      isRefused ? 400 : 200,
    );
  },
);

test('line ends in what comes back as a header are encoded', async () => {
  const uri = 'https://app.example.com/callback';
  await using running = await emulated({ implicit: { clients: { web: [uri] } } });
  const query = `response_type=code&client_id=web&state=${encodeURIComponent('a\r\nSet-Cookie: b')}`;
  const answer = await running.call('GET', `/cloudlink/oauth/authorize?${query}`);
  expect([answer.status, answer.headers['set-cookie']]).toEqual([302, undefined]);
});

test('JSON longer than 8 MB is a 413, and nothing is nested for ever', async () => {
  await using running = await emulated();
  const { call, token } = running;
  const long = `{"name":"${'x'.repeat(8 * 1024 * 1024)}"}`;
  expect((await call('POST', `${REST}/keystores`, { token, raw: long, headers: JSON_TYPE })).status).toBe(
    413,
  );
  const deep = `{"name":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
  expect((await call('POST', `${REST}/keystores`, { token, raw: deep, headers: JSON_TYPE })).status).toBe(
    400,
  );
});

function basic(id: string, secret: string): string {
  return `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;
}
