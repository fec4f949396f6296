/**
 * The platform's own fetch against a server on a port: what fakes cannot show.
 *
 * @module
 */
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import createClient from 'openapi-fetch';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { authFetch, bearerAuth, clientCredentials } from '../src/index.ts';

interface Paths {
  '/disks': {
    post: { requestBody: { content: { 'application/json': unknown } }; responses: { 200: object } };
  };
}

function answer(response: ServerResponse, status: number, body: unknown, headers = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

let server: Server;
let baseUrl: string;
let other: Server;
let elsewhere: string;
let tokens = 0;
let connections = 0;
const revoked = new Set(['Bearer token-1']);
const requests: { line: string; headers: IncomingMessage['headers']; body: string }[] = [];

beforeAll(async () => {
  const listener: RequestListener = (request, response) => {
    void (async () => {
      const line = `${request.method} ${request.url}`;
      requests.push({ line, headers: request.headers, body: await text(request) });
      if (line.startsWith('POST /cloudlink/oauth/token')) {
        if (line.includes('client_id=lost')) return answer(response, 302, {}, { location: '/elsewhere' });
        return answer(response, 200, {
          access_token: `token-${++tokens}`,
          token_type: 'bearer',
          expires_in: 7199,
        });
      }
      // Another port is another origin.
      if (line.endsWith(' /away')) return answer(response, 302, {}, { location: `${elsewhere}/elsewhere` });
      const { authorization } = request.headers;
      return answer(response, authorization === undefined || revoked.has(authorization) ? 401 : 200, {
        line,
      });
    })();
  };
  server = createServer(listener).on('connection', () => connections++);
  // Connections are counted, and a busy machine is slow to use them again.
  server.keepAliveTimeout = 600_000;
  other = createServer(listener);
  baseUrl = await listen(server);
  elsewhere = await listen(other);
});

async function listen(one: Server): Promise<string> {
  await new Promise<void>((resolve) => {
    one.listen(0, '127.0.0.1', resolve);
  });
  // A server on a port has an address of this shape.
  return `http://127.0.0.1:${(one.address() as AddressInfo).port}`;
}

afterAll(() => {
  for (const one of [server, other]) {
    one.closeAllConnections();
    one.close();
  }
});

test('signs in, meets a 401 and replays a POST with its body, through openapi-fetch', async () => {
  const source = clientCredentials({ clientId: 'robot', clientSecret: 'sesame', baseUrl });
  const api = createClient<Paths>({ baseUrl });
  api.use(bearerAuth(source));
  const { response } = await api.POST('/disks', { body: { name: 'ü' } });
  expect(response.status).toBe(200);
  expect(requests.map(({ line }) => line.split('?')[0])).toEqual([
    'POST /cloudlink/oauth/token',
    'POST /disks',
    'POST /cloudlink/oauth/token',
    'POST /disks',
  ]);
  expect(requests[0]?.headers['content-length']).toBe('0');
  expect(requests.map(({ body }) => body)).toEqual(['', '{"name":"ü"}', '', '{"name":"ü"}']);
});

test('sends a form body when asked to, and logs out', async () => {
  const source = clientCredentials({
    clientId: 'robot',
    clientSecret: 'sesame',
    baseUrl,
    credentialsIn: 'body',
  });
  expect((await authFetch(source)(`${baseUrl}/disks`)).status).toBe(200);
  await source.logout();
  const [token, , logout] = requests.slice(-3);
  expect(token).toMatchObject({
    line: 'POST /cloudlink/oauth/token',
    body: expect.stringContaining('sesame'),
  });
  expect(token?.headers['content-type']).toMatch(/^application\/x-www-form-urlencoded/);
  expect(logout).toMatchObject({
    line: 'DELETE /cloudlink/rest/auth',
    headers: { authorization: `Bearer token-${tokens}` },
  });
});

test('does not follow a redirect with the secret', async () => {
  const source = clientCredentials({ clientId: 'lost', clientSecret: 'sesame', baseUrl });
  await expect(source.getToken()).rejects.toMatchObject({ code: 'token_malformed', status: 302 });
  expect(requests.at(-1)?.line).toContain('/cloudlink/oauth/token');
});

test('an address where nobody listens is token_unreachable, with the reason', async () => {
  const source = clientCredentials({
    clientId: 'robot',
    clientSecret: 'sesame',
    baseUrl: 'http://127.0.0.1:9',
  });
  await expect(source.getToken()).rejects.toMatchObject({
    code: 'token_unreachable',
    retryable: true,
    cause: { name: 'TypeError', cause: expect.any(Error) },
  });
});

test('after a 401 with an answer that has arrived, its connection is used again', async () => {
  const source = clientCredentials({ clientId: 'robot', clientSecret: 'sesame', baseUrl });
  const fetch = authFetch(source);
  await (await fetch(`${baseUrl}/disks`)).text();
  const before = connections;
  for (let round = 0; round < 5; round++) {
    revoked.add(`Bearer ${(await source.getToken()).value}`);
    const response = await fetch(`${baseUrl}/disks`);
    expect(response.status).toBe(200);
    await response.text();
  }
  expect(connections - before).toBeLessThanOrEqual(1);
});

test('a redirect to another origin goes without the token, and its 401 is no news about it', async () => {
  const source = clientCredentials({ clientId: 'robot', clientSecret: 'sesame', baseUrl });
  const api = createClient<Paths>({ baseUrl });
  api.use(bearerAuth(source));
  const token = await source.getToken();
  const before = requests.length;
  const responses = [
    await authFetch(source)(`${baseUrl}/away`),
    (await api.request('post', '/away' as '/disks', { body: 1 })).response,
  ];
  expect(responses.map(({ status, redirected }) => [status, redirected])).toEqual([
    [401, true],
    [401, true],
  ]);
  expect(
    requests.slice(before).map(({ line, headers }) => [line.split(' ')[1], headers.authorization]),
  ).toEqual([
    ['/away', `Bearer ${token.value}`],
    ['/elsewhere', undefined],
    ['/away', `Bearer ${token.value}`],
    ['/elsewhere', undefined],
  ]);
  expect(source.peek()).toBe(token);
});
