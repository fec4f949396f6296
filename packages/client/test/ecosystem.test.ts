/**
 * Tests `openapiFetch` with two libraries for openapi-fetch, without a page: openapi-react-query and
 * swr-openapi.
 */
import { type Emulator, startEmulator } from '@cloudlink-center/emulator';
import { QueryClient } from '@tanstack/react-query';
import createQueries from 'openapi-react-query';
import { createElement } from 'react';
import { act, create, type ReactTestRenderer } from 'react-test-renderer';
import { createQueryHook } from 'swr-openapi';
import { expect, test } from 'vitest';
import { clientCredentials, type CloudLink, createCloudLink } from '../src/index.ts';

function clientOf({ url, clientId, clientSecret, ca }: Emulator): CloudLink {
  return createCloudLink({ baseUrl: url, auth: clientCredentials({ clientId, clientSecret }), tls: { ca } });
}

test('openapi-react-query fetches through the client, with its sign-in and trust', async () => {
  await using emulator = await startEmulator();
  await using center = clientOf(emulator);
  const queries = createQueries(center.openapiFetch);
  const options = queries.queryOptions('get', '/securevm/groups/{name}', {
    params: { path: { name: 'Default' } },
  });
  const group = await new QueryClient().fetchQuery(options);
  expect(group.name).toBe('Default');
  expect(emulator.tokenRequests).toBe(1);
});

test('swr-openapi fetches through the client, with its sign-in and trust', async () => {
  await using emulator = await startEmulator();
  await using center = clientOf(emulator);
  const useCenter = createQueryHook(center.openapiFetch, 'center');
  const shown: unknown[] = [];
  function Group(): null {
    const { data, error } = useCenter('/securevm/groups/{name}', { params: { path: { name: 'Default' } } });
    shown.push(error ?? data?.name);
    return null;
  }
  // React asks for this of whoever drives it by hand.
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
  let rendered: ReactTestRenderer | undefined;
  await act(async () => {
    rendered = create(createElement(Group));
  });
  await expect.poll(() => shown.at(-1)).toBe('Default');
  await act(async () => rendered?.unmount());
  expect(shown[0]).toBeUndefined();
  expect(emulator.tokenRequests).toBe(1);
});
