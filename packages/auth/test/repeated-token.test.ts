import { expect, test } from 'vitest';
import { clientCredentials } from '../src/index.ts';
import { CREDENTIALS, fakeCenter, fakeClock, ORIGIN, tokenAnswer } from './fake-center.ts';

test('a logout ends a token that the server has just repeated', async () => {
  const center = fakeCenter();
  center.answerToken = () => tokenAnswer('the-same');
  const { fetch } = center;
  const source = clientCredentials({ ...CREDENTIALS, baseUrl: ORIGIN, fetch, clock: fakeClock() });
  source.invalidate(await source.getToken());
  expect((await source.getToken()).value).toBe('the-same');
  source.invalidate(await source.getToken());
  expect(source.peek()?.value).toBe('the-same');
  await source.logout();
  expect(source.peek()).toBeUndefined();
});

test('what the function for the secret throws is the cause', async () => {
  const source = clientCredentials({
    ...CREDENTIALS,
    baseUrl: ORIGIN,
    clientSecret: () => Promise.reject(new Error('the vault is sealed')),
  });
  await expect(source.getToken()).rejects.toMatchObject({
    code: 'secret_unavailable',
    cause: expect.objectContaining({ message: 'the vault is sealed' }),
  });
});
