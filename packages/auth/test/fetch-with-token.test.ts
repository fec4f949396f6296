import { expect, test, vi } from 'vitest';
import { type AccessToken, clientCredentials, fetchWithToken } from '../src/index.ts';
import { CREDENTIALS, fakeCenter, ORIGIN } from './fake-center.ts';

function setUp() {
  const center = fakeCenter();
  return { center, source: clientCredentials({ ...CREDENTIALS, baseUrl: ORIGIN, fetch: center.fetch }) };
}

const answer = (...statuses: number[]) => {
  const left = [...statuses];
  return vi.fn<(token: AccessToken) => Promise<Response>>(() =>
    Promise.resolve(new Response(null, { status: left.shift() ?? 599 })),
  );
};

test.each([
  { statuses: [200], sends: 1, result: 200 },
  { statuses: [403], sends: 1, result: 403 },
  { statuses: [500], sends: 1, result: 500 },
  { statuses: [401, 200], sends: 2, result: 200 },
  { statuses: [401, 401], sends: 2, result: 401 },
  { statuses: [401, 403], sends: 2, result: 403 },
])('answers $statuses with $sends sends', async ({ statuses, sends, result }) => {
  const { source } = setUp();
  const send = answer(...statuses);
  expect((await fetchWithToken(source, send)).status).toBe(result);
  expect(send.mock.calls.map(([{ value }]) => value)).toEqual(['token-1', 'token-2'].slice(0, sends));
});

test('does not send again what cannot be sent again', async () => {
  const { source, center } = setUp();
  const send = answer(401);
  const response = await fetchWithToken(source, send, { replayable: false });
  expect(response).toMatchObject({ status: 401, authHint: expect.any(String) });
  expect(source.peek()).toBeUndefined();
  expect(center.tokenRequests).toHaveLength(1);
});

test('passes on what the send rejects with', async () => {
  const { source } = setUp();
  const reason = new Error('down');
  await expect(fetchWithToken(source, () => Promise.reject(reason))).rejects.toBe(reason);
});
