import type { Client } from 'openapi-fetch';
import createQueries from 'openapi-react-query';
import type { Machine, paths } from '@cloudlink-center/spec';
import { expectTypeOf, test } from 'vitest';
import type { CloudLink, CloudLinkError } from '../src/index.ts';

declare const center: CloudLink;

test('the data of a path-string GET is typed, and is not any', async () => {
  const { data, error } = await center.GET('/securevm');
  expectTypeOf(data).not.toBeAny();
  expectTypeOf(data).toEqualTypeOf<Machine[] | undefined>();
  expectTypeOf(error).toEqualTypeOf<CloudLinkError | undefined>();
});

test('the status narrows data and error, also when destructured', async () => {
  const { status, data, error } = await center.GET('/securevm/{uuid}', { params: { path: { uuid: 'u' } } });
  if (status === 200) {
    expectTypeOf(data).toEqualTypeOf<Machine>();
    expectTypeOf(error).toEqualTypeOf<undefined>();
  } else if (status === 404) {
    expectTypeOf(error).toEqualTypeOf<CloudLinkError>();
  }
});

test('a wrong path is an error', () => {
  // @ts-expect-error There is no such path.
  void center.GET('/securevms');
  // @ts-expect-error The path exists, but not for POST.
  void center.POST('/securevm');
});

test('missing input is an error', () => {
  // @ts-expect-error The path parameter is missing.
  void center.GET('/securevm/{uuid}');
  // @ts-expect-error The path parameter is missing.
  void center.GET('/securevm/{uuid}', { params: { path: {} } });
  // @ts-expect-error The body is missing.
  void center.PUT('/securevm/{uuid}/move', { params: { path: { uuid: 'u' } } });
  // @ts-expect-error The input is missing.
  void center.machines.get();
});

test('a misspelt name is an error', () => {
  // @ts-expect-error No such query parameter.
  void center.GET('/securevm', { params: { query: { pending: true } } });
  // @ts-expect-error No such option.
  void center.GET('/securevm', { parms: {} });
  // @ts-expect-error No such query parameter.
  void center.machines.list({ query: { pending: true } });
  // @ts-expect-error No such property in the body.
  void center.machines.move({ path: { uuid: 'u' }, body: { group: 'Default' } });
});

test('named methods resolve to data', () => {
  expectTypeOf(center.machines.list()).resolves.toEqualTypeOf<Machine[]>();
  expectTypeOf(center.machines.get({ path: { uuid: 'u' } })).resolves.toEqualTypeOf<Machine>();
  expectTypeOf(center.machines.list).toBeCallableWith({
    query: { pending_only: true },
    signal: new AbortController().signal,
  });
});

test('the accessor is an openapi-fetch client', () => {
  expectTypeOf(center.openapiFetch).toEqualTypeOf<Client<paths>>();
});

test('openapi-react-query takes the accessor and types its data', () => {
  const queries = createQueries(center.openapiFetch);
  const { queryKey } = queries.queryOptions('get', '/securevm/groups/{name}', {
    params: { path: { name: 'Default' } },
  });
  expectTypeOf(queryKey[1]).toEqualTypeOf<'/securevm/groups/{name}'>();
  // @ts-expect-error - There is no such path.
  queries.queryOptions('get', '/securevm/group');
});
