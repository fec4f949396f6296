/** Mistakes that types would find, made by callers without types. Each is reported at once, with what to do. */
import { expect, test } from 'vitest';
import { clientCredentials, type CloudLink, createCloudLink } from '../src/index.ts';
import { json, type ScriptedCenter, scriptedCenter } from './scripted-center.ts';

type Untyped = (path: string, init?: unknown) => Promise<{ error?: { message: string } }>;

function clientOf({ url }: ScriptedCenter): CloudLink {
  const auth = clientCredentials({ clientId: 'robot', clientSecret: 'made-up' });
  return createCloudLink({ baseUrl: url, auth, retry: 0 });
}

test.each([undefined, null, 'https://clc.example.com', {}])(
  'createCloudLink(%j) says what it needs',
  (options) => {
    expect(() => createCloudLink(options as never)).toThrow(TypeError);
    expect(() => createCloudLink(options as never)).toThrow(
      /takes an object with baseUrl, auth|auth must be a token source/,
    );
  },
);

test.each([-1, 1.5, 11, Number.NaN, Number.POSITIVE_INFINITY, '2'])(
  'retry %j is a TypeError',
  async (retry) => {
    await using server = await scriptedCenter();
    await using center = clientOf(server);
    await expect(center.machines.list({ retry: retry as number })).rejects.toThrow(
      /whole number from 0 to 10/,
    );
    const { baseUrl, auth } = center;
    expect(() => createCloudLink({ baseUrl, auth, retry: retry as number })).toThrow(
      /whole number from 0 to 10/,
    );
    expect(server.requests).toEqual([]);
  },
);

test.each([
  [
    'GET',
    '/securevm',
    { pendingonly: true },
    'does not take "pendingonly", only pending_only, ignore_resources',
  ],
  ['GET', '/keystores/{name}/keys', { coutn: 5 }, 'does not take "coutn", only count, key_id'],
  ['GET', '/lockbox', { verbose: true }, 'GET /lockbox takes no query parameters.'],
  ['DELETE', '/auth', { force: 1, all: 1 }, 'DELETE /auth takes no query parameters.'],
])('%s %s refuses the query %j, and nothing is sent', async (method, path, query, message) => {
  await using server = await scriptedCenter();
  await using center = clientOf(server);
  const call = (center as unknown as Record<string, Untyped>)[method];
  const params = path.includes('{') ? { path: { name: 'a' }, query } : { query };
  await expect(call?.(path, { params })).rejects.toThrow(message);
  expect([server.requests, server.tokenRequests]).toEqual([[], 0]);
});

test('a named method refuses a misspelt query parameter', async () => {
  await using server = await scriptedCenter();
  await using center = clientOf(server);
  const input = { query: { pending: true } } as never;
  await expect(center.machines.list(input)).rejects.toThrow('does not take "pending"');
  expect(server.requests).toEqual([]);
});

test('an empty query is no query', async () => {
  await using server = await scriptedCenter();
  await using center = clientOf(server);
  const call = center.GET as Untyped;
  expect(await call('/lockbox', { params: { query: {} } })).toMatchObject({ data: [] });
  expect(server.requests).toEqual(['GET /lockbox']);
});

test('a path that is not in the specification may have any query', async () => {
  await using server = await scriptedCenter();
  await using center = clientOf(server);
  const call = center.GET as Untyped;
  expect(await call('/new/in/six', { params: { query: { some: 'thing' } } })).toMatchObject({ data: [] });
  expect(server.requests).toEqual(['GET /new/in/six?some=thing']);
});

test.each([
  ['/securevms', 'the nearest is GET /securevm.'],
  ['/securevm/group', 'the nearest is GET /securevm/groups.'],
  ['/monitoring/event', 'the nearest is GET /monitoring/events.'],
])('a 404 on the misspelt path %s suggests another', async (path, suggestion) => {
  await using server = await scriptedCenter();
  await using center = clientOf(server);
  server.script(json(404, {}));
  const { error } = await (center.GET as Untyped)(path);
  expect(error?.message).toContain('the specification has no such path');
  expect(error?.message).toContain(suggestion.slice(0, -1));
});

test('a 404 on a known path suggests no other path', async () => {
  await using server = await scriptedCenter();
  await using center = clientOf(server);
  server.script(json(404, {}));
  const { error } = await center.GET('/securevm/{uuid}', { params: { path: { uuid: 'A' } } });
  expect(error?.message).not.toContain('nearest');
});
