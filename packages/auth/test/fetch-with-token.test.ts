import { expect, test, vi } from 'vitest';
import { type AccessToken, clientCredentials, fetchWithToken } from '../src/index.ts';
import { CREDENTIALS, fakeCenter, fakeClock, ORIGIN } from './fake-center.ts';

/** With a clock of its own, it has a memory of its own. */
function setUp() {
  const center = fakeCenter();
  const { fetch } = center;
  const clock = fakeClock();
  return { center, source: clientCredentials({ ...CREDENTIALS, baseUrl: ORIGIN, fetch, clock }) };
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

test('an answer that nobody will read is cancelled, and one that is handed over is not', async () => {
  const { source } = setUp();
  const cancel = vi.fn<() => void>();
  const refused = () => new Response(new ReadableStream({ cancel }), { status: 401 });
  await fetchWithToken(source, ({ value }) =>
    Promise.resolve(value === 'token-1' ? refused() : new Response('fine')),
  );
  expect(cancel).toHaveBeenCalledTimes(1);
  const repeating = { ...source, getToken: () => source.getToken(), invalidate: () => {} };
  const response = await fetchWithToken(repeating, () => Promise.resolve(refused()));
  expect(response.authHint).toBe('The server returned the rejected token');
  expect(cancel).toHaveBeenCalledTimes(1);
});

test('an answer is cancelled also when no new token comes', async () => {
  const { center, source } = setUp();
  const cancel = vi.fn<() => void>();
  await source.getToken();
  center.answerToken = () => Response.json({ error: 'invalid_client' }, { status: 401 });
  const refused = new Response(new ReadableStream({ cancel }), { status: 401 });
  await expect(fetchWithToken(source, () => Promise.resolve(refused))).rejects.toMatchObject({
    code: 'token_refused',
  });
  expect(cancel).toHaveBeenCalledTimes(1);
});

test('only who waits for a token gives a signal', async () => {
  const { source } = setUp();
  const getToken = vi.spyOn(source, 'getToken');
  const { signal } = new AbortController();
  await fetchWithToken(source, answer(200), { signal });
  expect(getToken).toHaveBeenLastCalledWith({ signal });
  await fetchWithToken(source, answer(200), { signal });
  expect(getToken).toHaveBeenLastCalledWith();
});
