import { createServer } from 'node:http';
import { inspect } from 'node:util';
import { startEmulator, type Emulator } from '@cloudlink-center/emulator';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type CloudLink, clientCredentials, createCloudLink } from '../src/index.ts';

let emulator: Emulator;
let center: CloudLink;

beforeEach(async () => {
  emulator = await startEmulator();
  center = clientOf(emulator);
});

afterEach(async () => {
  await center.close();
  await emulator.close();
});

function clientOf({ url, clientId, clientSecret, ca }: Emulator): CloudLink {
  const auth = clientCredentials({ clientId, clientSecret });
  // On a busy machine, a thousand calls take their time.
  return createCloudLink({ baseUrl: url, auth, tls: { ca }, timeout: 600_000 });
}

test('signs in with the first call and keeps the token', async () => {
  const machines = await center.machines.list();
  expect(machines.length).toBeGreaterThan(0);
  await center.machines.list();
  expect(emulator.tokenRequests).toBe(1);
});

test('a thousand concurrent calls with a cold cache make one token request', async () => {
  const answers = await Promise.all(Array.from({ length: 1_000 }, () => center.sessions.whoami()));
  expect(answers).toHaveLength(1_000);
  expect(emulator.tokenRequests).toBe(1);
});

test.each([
  { asked: undefined, logouts: 0 },
  { asked: false, logouts: 0 },
  { asked: true, logouts: 1 },
])('disposing with logoutOnDispose: $asked ends $logouts sessions', async ({ asked, logouts }) => {
  const { url, clientId, clientSecret, ca } = emulator;
  const auth = clientCredentials({ clientId, clientSecret });
  {
    await using other = createCloudLink({
      baseUrl: url,
      auth,
      tls: { ca },
      ...(asked === undefined ? {} : { logoutOnDispose: asked }),
    });
    await other.sessions.whoami();
  }
  expect(
    emulator.requests.filter(({ method, path }) => method === 'DELETE' && path.endsWith('/auth')),
  ).toHaveLength(logouts);
});

test('a revoked token is renewed once, and the POST is repeated with its body', async () => {
  await center.machines.list();
  emulator.revokeTokens();
  await center.machineGroups.create({ body: { name: 'Replayed', description: 'sent twice, stored once' } });
  expect(emulator.tokenRequests).toBe(2);
  const group = await center.machineGroups.get({ path: { name: 'Replayed' } });
  expect(group.description).toBe('sent twice, stored once');
});

test('path-string calls give data, error and response', async () => {
  const found = await center.GET('/securevm/groups/{name}', { params: { path: { name: 'Default' } } });
  expect(found).toMatchObject({ status: 200, data: { name: 'Default' } });
  expect(found.error).toBeUndefined();

  const missing = await center.GET('/securevm/groups/{name}', {
    params: { path: { name: 'No such group' } },
  });
  expect(missing).toMatchObject({
    status: 404,
    error: { code: 'not_found', status: 404, path: '/securevm/groups/{name}' },
  });
  expect(missing.data).toBeUndefined();
});

test('a named method rejects with the error that a path-string call returns', async () => {
  await expect(center.machineGroups.get({ path: { name: 'No such group' } })).rejects.toMatchObject({
    name: 'CloudLinkError',
    code: 'not_found',
    method: 'GET',
    status: 404,
  });
});

test('a path parameter keeps its slashes where the specification says so', async () => {
  await center.approvedNetworks.create({ body: { name: 'Lab' } });
  await center.approvedNetworks.addAddress({ path: { network: 'Lab' }, body: { ip: '10.0.0.0/24' } });
  await center.approvedNetworks.deleteAddress({ path: { network: 'Lab', ip: '10.0.0.0/24' } });
  const lab = (await center.approvedNetworks.list()).find(({ name }) => name === 'Lab');
  expect(lab?.ip_addresses ?? []).toEqual([]);
});

test.each([
  ['a missing path parameter', () => center.GET('/users/{user}', { params: {} } as never)],
  ['no params at all', () => center.GET('/users/{user}', {} as never)],
  ['a parameter of two dots', () => center.users.get({ path: { user: '..' } })],
  ['an empty parameter', () => center.users.get({ path: { user: '' } })],
  ['a slash in a plain parameter', () => center.users.get({ path: { user: 'a/b' } })],
  ['a misspelt option', () => center.GET('/users', { parms: {} } as never)],
  ['a misspelt input', () => center.users.list({ qurey: {} } as never)],
])('%s is a TypeError, and nothing is sent', async (_, call) => {
  await expect(call()).rejects.toBeInstanceOf(TypeError);
  expect(emulator.requests).toEqual([]);
});

test('a 403 names the permission that is missing', async () => {
  await center.users.create({
    body: {
      name: 'watcher',
      password: 'correct horse battery staple',
      user_type: 'client',
      roles: ['Observer'],
    },
  });
  await using watcher = createCloudLink({
    baseUrl: emulator.url,
    auth: clientCredentials({ clientId: 'watcher', clientSecret: 'correct horse battery staple' }),
    tls: { ca: emulator.ca },
  });
  await expect(watcher.machineGroups.create({ body: { name: 'Mine' } })).rejects.toMatchObject({
    code: 'forbidden',
    permissions: ['Add Group'],
    message: expect.stringContaining('the permission Add Group'),
  });
});

test('a wrong secret is sign_in_failed, with the reason as cause and without the secret', async () => {
  const secret = 'canary-4f1c9d';
  await using wrong = createCloudLink({
    baseUrl: emulator.url,
    auth: clientCredentials({ clientId: emulator.clientId, clientSecret: secret }),
    tls: { ca: emulator.ca },
  });
  const error: unknown = await wrong.machines.list().catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: 'sign_in_failed', cause: { code: 'token_refused', status: 401 } });
  expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(secret);
});

test('a token that the server keeps rejecting ends in one error without the token', async () => {
  await center.machines.list();
  const token = center.auth.peek()?.value ?? 'no token';
  expect(token).not.toBe('no token');
  await using other = createCloudLink({
    baseUrl: emulator.url,
    auth: clientCredentials({ clientId: emulator.clientId, clientSecret: emulator.clientSecret }),
    fetch: async (request) =>
      request.url.includes('/oauth/token')
        ? Response.json({ access_token: token, token_type: 'bearer', expires_in: 7199 })
        : Response.json(
            { error: 'invalid_token', error_description: `Invalid access token: ${token}` },
            { status: 401 },
          ),
  });
  const error: unknown = await other.machines.list().catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: 'unauthorized', status: 401 });
  expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(token);
  expect(JSON.stringify(error)).not.toContain(token);
});

test.each([
  ['a failure', 500, 'application/json'],
  ['an HTML page instead of JSON', 200, 'text/html'],
])('a token that %s quotes stays out of the error', async (_, status, type) => {
  const token = 'short-canary-1';
  await using echoing = createCloudLink({
    baseUrl: emulator.url,
    auth: clientCredentials({ clientId: 'a', clientSecret: 'b' }),
    fetch: async (request) =>
      request.url.includes('/oauth/token')
        ? Response.json({ access_token: token, token_type: 'bearer', expires_in: 60 })
        : new Response(`You sent ${request.headers.get('authorization') ?? ''}`, {
            status,
            headers: { 'Content-Type': type },
          }),
  });
  const error: unknown = await echoing.machines.list().catch((reason: unknown) => reason);
  expect(inspect(error, { depth: 9, showHidden: true })).toContain('You sent Bearer [redacted]');
  expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(token);
});

test('an HTML page instead of JSON is a typed error', async () => {
  await using proxied = createCloudLink({
    baseUrl: emulator.url,
    auth: clientCredentials({ clientId: 'a', clientSecret: 'b' }),
    fetch: async (request) =>
      request.url.includes('/oauth/token')
        ? Response.json({ access_token: 'a-token', token_type: 'bearer', expires_in: 60 })
        : new Response('<html>Please log in</html>', { headers: { 'Content-Type': 'text/html' } }),
  });
  await expect(proxied.machines.list()).rejects.toMatchObject({ code: 'malformed_response', status: 200 });
});

test('a redirect is not followed', async () => {
  await using redirected = createCloudLink({
    baseUrl: emulator.url,
    auth: clientCredentials({ clientId: 'a', clientSecret: 'b' }),
    fetch: async (request) => {
      if (request.url.includes('/oauth/token')) {
        return Response.json({ access_token: 'a-token', token_type: 'bearer', expires_in: 60 });
      }
      expect(request.redirect).toBe('manual');
      return new Response(null, { status: 302, headers: { Location: 'https://elsewhere.example.com/' } });
    },
  });
  await expect(redirected.machines.list()).rejects.toMatchObject({ code: 'unexpected_status', status: 302 });
});

test.each([200, 500])('a connection that breaks in the body of a %i is unreachable', async (status) => {
  const server = createServer((request, response) => {
    if (request.url?.startsWith('/cloudlink/oauth/token')) {
      response.end(JSON.stringify({ access_token: 'a-token', token_type: 'bearer', expires_in: 60 }));
      return;
    }
    response.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': '1000' });
    response.write('[{', () => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  await using broken = createCloudLink({
    baseUrl: `http://127.0.0.1:${port}`,
    auth: clientCredentials({ clientId: 'a', clientSecret: 'b' }),
  });
  await expect(broken.machines.list()).rejects.toMatchObject({ code: 'unreachable', path: '/securevm' });
  await new Promise((resolve) => server.close(resolve));
});

test('an abort rejects with the reason of the signal', async () => {
  const reason = new Error('the user left');
  await expect(center.machines.list({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
});

test('an abort during a call rejects with the reason, and the client stays usable', async () => {
  await center.machines.list();
  const controller = new AbortController();
  const call = center.machines.list({ signal: controller.signal });
  const reason = new Error('the user left');
  controller.abort(reason);
  await expect(call).rejects.toBe(reason);
  expect((await center.machines.list()).length).toBeGreaterThan(0);
});

test('an address without a server is unreachable', async () => {
  await emulator.close();
  await expect(center.machines.list()).rejects.toMatchObject({ code: 'unreachable' });
});

test('logging out ends the session; the next call signs in again', async () => {
  await center.machines.list();
  await center.logout();
  expect(center.auth.peek()).toBeUndefined();
  await center.machines.list();
  expect(emulator.tokenRequests).toBe(2);
});

test('closing does not log out, and closing twice is harmless', async () => {
  await center.machines.list();
  await center.close();
  expect(emulator.requests.map(({ method }) => method)).not.toContain('DELETE');
});

test('an error in onRequest reaches onError, which may return a response instead', async () => {
  const seen: unknown[] = [];
  center.openapiFetch.use({
    onRequest() {
      throw new Error('no ticket');
    },
    onError({ error }) {
      seen.push(error);
      return Response.json([{ uuid: 'from onError' }]);
    },
  });
  expect(await center.machines.list()).toEqual([{ uuid: 'from onError' }]);
  expect(seen).toMatchObject([{ message: 'no ticket' }]);
});

test('ejected middleware is not called', async () => {
  let asked = 0;
  const middleware = { onRequest: () => void (asked += 1) };
  center.openapiFetch.use(middleware);
  await center.machines.list();
  center.openapiFetch.eject(middleware);
  await center.machines.list();
  expect(asked).toBe(1);
});

test('a 403 says what it needs and who the caller is', async () => {
  await center.users.create({
    body: {
      name: 'watcher',
      password: 'made-up',
      user_type: 'client',
      roles: ['Observer'],
      twofa_type: 'none',
    },
  });
  await using watcher = clientOf({ ...emulator, clientId: 'watcher', clientSecret: 'made-up' });
  const refused = watcher.machineGroups.create({ body: { name: 'Mine' } });
  await expect(refused).rejects.toMatchObject({
    code: 'forbidden',
    operationId: 'machineGroups.create',
    authorities: ['Observer'],
    attempts: 1,
    node: emulator.url,
  });
  await expect(refused).rejects.toThrow(/needs .*permission.*The caller's authorities: Observer/);
});

test('a client secret that a response quotes is masked in the error', async () => {
  const secret = 'canary-of-the-secret';
  await using quoting = createCloudLink({
    baseUrl: emulator.url,
    auth: clientCredentials({ clientId: 'a', clientSecret: secret }),
    fetch: async (request) =>
      request.url.includes('/oauth/token')
        ? Response.json({ access_token: 'a-token', token_type: 'bearer', expires_in: 60 })
        : Response.json({ message: `client_secret=${secret} is known here` }, { status: 400 }),
  });
  const error: unknown = await quoting.machines.list().catch((reason: unknown) => reason);
  expect(error).toMatchObject({
    code: 'invalid_request',
    body: { message: expect.stringContaining('known here') },
  });
  expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(secret);
});
