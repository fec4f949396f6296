/** What a failed sign-in or logout is for the caller of the client. */
import { AuthError } from '@cloudlink-center/auth';
import { expect, test } from 'vitest';
import { clientCredentials, type CloudLinkOptions, createCloudLink } from '../src/index.ts';
import { LocalFault, localFaultIn } from '../src/sign-in/local-fault.ts';
import { json, reset, scriptedCenter } from './scripted-center.ts';

function clientOf(baseUrl: string, fetch?: CloudLinkOptions['fetch']) {
  const auth = clientCredentials({ clientId: 'robot', clientSecret: 'made-up' });
  return createCloudLink({ baseUrl, auth, retry: 0, ...(fetch && { fetch }) });
}

test('a call that could not sign in says so, and was not sent', async () => {
  await using server = await scriptedCenter('made-up', json(401, { error: 'invalid_client' }));
  await using center = clientOf(server.url);
  await expect(center.machines.list()).rejects.toMatchObject({
    code: 'sign_in_failed',
    notSent: true,
    method: 'GET',
    path: '/securevm',
    message: expect.stringMatching(/^GET \/securevm was not sent, because signing in failed: /),
    cause: { code: 'token_refused' },
  });
});

test('a sign-in without an answer is what the transport says of it', async () => {
  await using server = await scriptedCenter('made-up', reset);
  await using center = clientOf(server.url);
  await expect(center.machines.list()).rejects.toMatchObject({
    code: 'unreachable',
    notSent: true,
    method: 'GET',
    path: '/securevm',
    message: expect.stringMatching(/^(?!GET \/securevm was not sent)/),
    cause: { code: 'token_unreachable' },
  });
});

test('a logout that failed says so, and may have been carried out', async () => {
  await using server = await scriptedCenter();
  await using center = clientOf(server.url);
  await center.machines.list();
  server.script(json(500, {}));
  await expect(center.logout()).rejects.toMatchObject({
    code: 'sign_in_failed',
    notSent: false,
    method: 'DELETE',
    path: '/auth',
    message: expect.stringMatching(/^Logging out failed: /),
    cause: { code: 'logout_failed' },
  });
});

test('a local fault is a TypeError with its cause, even in a copy', () => {
  const reason = new Error('no such module');
  const fault = localFaultIn(new AuthError('token_unreachable', 'masked', { cause: new LocalFault(reason) }));
  expect(fault).toBeInstanceOf(TypeError);
  expect(fault).toMatchObject({ message: 'Nothing was sent: no such module', cause: reason });
  const copy = { cause: { name: 'LocalFault', cause: 'text' } };
  expect(localFaultIn(copy)).toMatchObject({ message: 'Nothing was sent: see cause', cause: 'text' });
});

test('local faults never count as requests that the Center may have refused', async () => {
  let requests = 0;
  await using center = clientOf('http://127.0.0.1:9', () => {
    requests += 1;
    // A JavaScript caller may return this.
    return Promise.resolve(undefined as unknown as Response);
  });
  for (let count = 1; count <= 5; count += 1) {
    await expect(center.machines.list()).rejects.toThrow(/^Nothing was sent: /);
    expect(requests).toBe(count);
  }
});

test.each([
  [undefined],
  [null],
  ['text'],
  [{}],
  [{ cause: null }],
  [{ cause: 'text' }],
  [{ cause: {} }],
  [{ cause: new Error('other') }],
])('%j is not caused by a local fault', (error) => {
  expect(localFaultIn(error)).toBeUndefined();
});
