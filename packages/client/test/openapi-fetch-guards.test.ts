/** `openapiFetch` has the same checks as our own calls: nothing is sent to another path or origin. */
import { expect, test } from 'vitest';
import { clientCredentials, type CloudLink, createCloudLink } from '../src/index.ts';
import { type ScriptedCenter, scriptedCenter } from './scripted-center.ts';

type Call = (path: string, init?: unknown) => Promise<unknown>;

function clientOf({ url }: ScriptedCenter): CloudLink {
  const auth = clientCredentials({ clientId: 'robot', clientSecret: 'made-up' });
  return createCloudLink({ baseUrl: url, auth, retry: 0 });
}

const ways: readonly [string, (center: CloudLink) => Call][] = [
  ['a path-string call', (center) => center.GET],
  ['openapiFetch', (center) => center.openapiFetch.GET as Call],
  [
    'openapiFetch.request',
    (center) => (path, init) =>
      (center.openapiFetch.request as unknown as (...input: unknown[]) => Promise<unknown>)(
        'get',
        path,
        init,
      ),
  ],
];
const PATHS = [
  '/securevm/{uuid}',
  '/securevm/..',
  '/securevm/../lockbox',
  '/securevm/%2e%2E/lockbox',
  '/./securevm',
  '/securevm//groups',
  '/securevm/a%2Fb',
  '/securevm;a=b',
  '/securevm\\groups',
  '/securevm?a=b',
  '/securevm#a',
  'securevm',
];

test.each(ways.flatMap(([name, way]) => PATHS.map((path) => [name, path, way] as const)))(
  '%s refuses the path %s, and nothing is sent',
  async (_, path, way) => {
    await using server = await scriptedCenter();
    await using center = clientOf(server);
    await expect(way(center)(path)).rejects.toBeInstanceOf(TypeError);
    expect([server.requests, server.tokenRequests]).toEqual([[], 0]);
  },
);

test.each(['https://other.example.com/cloudlink/resting-place', 'no URL', 'http://localhost:1'])(
  'a baseUrl of one call at another origin is a TypeError: %s',
  async (baseUrl) => {
    await using server = await scriptedCenter();
    await using center = clientOf(server);
    const call = center.openapiFetch.DELETE('/securevm/{uuid}', { params: { path: { uuid: 'A' } }, baseUrl });
    await expect(call).rejects.toThrow(/baseUrl of a call must be an address of/);
    expect(server.requests).toEqual([]);
  },
);

test.each(['/cloudlink/rest', '/cloudlink/rest/', '/cloudlink/resting-place'])(
  'a baseUrl of one call at the same origin is used: %s',
  async (path) => {
    await using server = await scriptedCenter();
    await using center = clientOf(server);
    const options = { params: { path: { uuid: 'A' } }, baseUrl: `${server.url}${path}` };
    await center.openapiFetch.DELETE('/securevm/{uuid}', options);
    const expected = path === '/cloudlink/resting-place' ? path : '';
    expect(server.requests).toEqual([`DELETE ${expected}/securevm/A`]);
  },
);

test('a path serializer of one call is used, and its result is checked', async () => {
  await using server = await scriptedCenter();
  await using center = clientOf(server);
  const call = (uuid: string): Promise<unknown> =>
    center.openapiFetch.GET('/securevm/{uuid}', {
      params: { path: { uuid } },
      pathSerializer: (url, values) => url.replace('{uuid}', String(values['uuid'])),
    });
  await call('A');
  expect(server.requests).toEqual(['GET /securevm/A']);
  await expect(call('..')).rejects.toBeInstanceOf(TypeError);
  expect(server.requests).toHaveLength(1);
});

test('null instead of options rejects in our calls, and is ignored by openapi-fetch', async () => {
  await using server = await scriptedCenter();
  await using center = clientOf(server);
  const [own, foreign] = [center.GET as Call, center.openapiFetch.GET as Call];
  await expect(own('/securevm', null)).rejects.toThrow('/securevm takes an object');
  await expect(center.machines.list(null as never)).rejects.toThrow('machines.list takes an object');
  expect(await foreign('/securevm', null)).toMatchObject({ data: [] });
});

test('unknown options are ignored by openapi-fetch', async () => {
  await using server = await scriptedCenter();
  await using center = clientOf(server);
  const call = center.openapiFetch.GET as Call;
  expect(await call('/securevm', { light: true, sending: {} })).toMatchObject({ data: [] });
});
