/**
 * `openapiFetch` is what libraries for openapi-fetch take. Held by one of them: openapi-react-query, without a page.
 */
import { startEmulator } from '@cloudlink-center/emulator';
import { QueryClient } from '@tanstack/react-query';
import createQueries from 'openapi-react-query';
import { expect, test } from 'vitest';
import { clientCredentials, createCloudLink } from '../src/index.ts';

test('openapi-react-query fetches through the client, signed in and over its trust', async () => {
  await using emulator = await startEmulator();
  const { url: baseUrl, clientId, clientSecret, ca } = emulator;
  await using center = createCloudLink({
    baseUrl,
    auth: clientCredentials({ clientId, clientSecret }),
    tls: { ca },
  });
  const queries = createQueries(center.openapiFetch);
  const options = queries.queryOptions('get', '/securevm/groups/{name}', {
    params: { path: { name: 'Default' } },
  });
  const group = await new QueryClient().fetchQuery(options);
  expect(group.name).toBe('Default');
  expect(emulator.tokenRequests).toBe(1);
});
