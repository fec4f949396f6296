/**
 * Tests a client made from foreign tables: its methods, how it sends them, and which facts still come from
 * its own tables.
 */
import { startEmulator } from '@cloudlink-center/emulator';
import { expect, test } from 'vitest';
import { clientCredentials, type CloudLinkCore } from '../src/index.ts';
import { type ApiTables, createCloudLinkFromTables } from '../src/tables.ts';

const TABLES: ApiTables = {
  methods: {
    machines: { list: 'GET /securevm', getReport: 'GET /securevm/{uuid}/report/{rest}' },
    fans: { upload: 'POST /fans' },
  },
  traits: { 'GET /securevm/{uuid}/report/{rest}': 'b', 'POST /fans': 'm' },
  queries: { 'GET /securevm/{uuid}/report/{rest}': 'day' },
  rawSlashes: { '/securevm/{uuid}/report/{rest}': 'rest' },
};
type Method = (input?: object) => Promise<unknown>;
type Methods = { machines: Record<string, Method>; fans: Record<string, Method> };

/** A client whose requests to the API are answered here, once it has signed in to an emulator. */
function clientOf(answer: (request: Request) => Response): Methods {
  const auth = clientCredentials({ clientId: 'a', clientSecret: 'b' });
  const fetch = async (request: Request): Promise<Response> =>
    request.url.includes('/oauth/token')
      ? Response.json({ access_token: 'a-token', token_type: 'bearer', expires_in: 7199, scope: 'all' })
      : answer(request);
  const center: unknown = createCloudLinkFromTables(
    { baseUrl: 'https://clc.example.com', auth, fetch },
    TABLES,
  );
  // The tables above name them.
  return center as Methods;
}

test('it has exactly the methods of the tables', () => {
  const center = clientOf(() => Response.json([]));
  expect(Object.keys(center.machines)).toEqual(['list', 'getReport']);
  expect(center).not.toHaveProperty('keystores');
});

test('a parameter with raw slashes keeps them, and a file is a Blob', async () => {
  const urls: string[] = [];
  const center = clientOf(({ url }) => {
    urls.push(url);
    return report();
  });
  const file = await center.machines['getReport']?.({ path: { uuid: 'a b', rest: 'daily/2026' } });
  expect(urls).toEqual(['https://clc.example.com/cloudlink/rest/securevm/a%20b/report/daily/2026']);
  expect(file instanceof Blob && (await file.text())).toBe('a report');
});

test("a caller's middleware sees the same path", async () => {
  const urls: string[] = [];
  const center = clientOf(() => report());
  // What the tables do not name is the client's own.
  (center as unknown as CloudLinkCore).openapiFetch.use({
    onRequest: ({ request }) => void urls.push(request.url),
  });
  await center.machines['getReport']?.({ path: { uuid: 'a', rest: 'daily/2026' } });
  expect(urls).toEqual(['https://clc.example.com/cloudlink/rest/securevm/a/report/daily/2026']);
});

test('a query is checked by the tables', async () => {
  const center = clientOf(() => report());
  const path = { uuid: 'a', rest: 'b' };
  await center.machines['getReport']?.({ path, query: { day: 1 } });
  await expect(center.machines['getReport']?.({ path, query: { night: 1 } })).rejects.toThrow(/only day/);
});

test('files are sent as a form', async () => {
  const forms: FormData[] = [];
  const requests: Request[] = [];
  const center = clientOf((request) => {
    requests.push(request);
    return Response.json(null);
  });
  await center.fans['upload']?.({ body: { image: new Blob(['x']) } });
  for (const request of requests) forms.push(await request.formData());
  expect(forms[0]?.get('image')).toBeInstanceOf(Blob);
});

test("the client's own facts still apply: a 403 names the permission", async () => {
  await using emulator = await startEmulator({
    fixtures: { 'machines.list': { status: 403, body: 'denied' } },
  });
  const { url: baseUrl, clientId, clientSecret, ca } = emulator;
  const auth = clientCredentials({ clientId, clientSecret });
  await using center = createCloudLinkFromTables({ baseUrl, auth, tls: { ca } }, TABLES);
  // The tables above name it.
  const { machines } = center as unknown as Methods;
  await expect(machines['list']?.()).rejects.toMatchObject({
    code: 'forbidden',
    message: expect.stringContaining('View Machines'),
  });
});

function report(): Response {
  return new Response('a report', { headers: { 'content-type': 'application/octet-stream' } });
}
