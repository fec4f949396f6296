/** Requests for a token that are repeated or incomplete. */
import { expect, test } from 'vitest';
import { emulated, tokenPath } from './harness.ts';

test('repeated sign-ins leave one session, since the token is the same [token.same]', async () => {
  await using running = await emulated();
  const { call, emulator } = running;
  for (let count = 0; count < 3; count += 1)
    await call('POST', tokenPath(emulator.clientId, emulator.clientSecret));
  expect(emulator.sessions).toEqual(['automation']);
});

test('a token request without a grant is an invalid one [error.grant-missing]', async () => {
  await using running = await emulated();
  const query = 'client_id=automation&client_secret=emulated-secret';
  const { status, text } = await running.call('POST', `/cloudlink/oauth/token?${query}`);
  expect([status, JSON.parse(text)]).toMatchObject([400, { error: 'invalid_request' }]);
});
