/**
 * Errors and bytes of another realm, as under Jest, are recognized by their properties. The matrix runs the
 * same under Jest and Vitest in their own environments.
 */
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { clientCredentials, createCloudLink, isCloudLinkError } from '../src/index.ts';
import { causesOf, systemCodeOf } from '../src/errors/causes.ts';
import { isErrorLike } from '../src/errors/outside-error.ts';
import { makeCertificate } from '@cloudlink-center/testing/certificates';
import { tlsCenter } from '@cloudlink-center/testing/tls-center';

/** Made in another realm, where `instanceof Error` of this one is false. */
function foreign(expression: string): unknown {
  const made: unknown = runInNewContext(expression);
  expect(made).not.toBeInstanceOf(Error);
  return made;
}

test('a CloudLinkError of another realm is recognized', () => {
  const named = `Object.assign(new Error('x'), { name: 'CloudLinkError', code: 'timeout' })`;
  expect(isCloudLinkError(foreign(named))).toBe(true);
  expect(isCloudLinkError(foreign(`new Error('x')`))).toBe(false);
  expect(isCloudLinkError(foreign(`Object.assign(new Error('x'), { name: 'CloudLinkError' })`))).toBe(false);
  for (const value of [undefined, null, 'CloudLinkError', {}, []])
    expect(isCloudLinkError(value)).toBe(false);
});

test.each([
  [`Object.assign(new Error('x'), { code: 'ECONNREFUSED' })`],
  [`new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code: 'ECONNREFUSED' }) })`],
  [`new AggregateError([Object.assign(new Error('x'), { code: 'ECONNREFUSED' })], 'all')`],
  [
    `new TypeError('x', { cause: new AggregateError([Object.assign(new Error('x'), { code: 'ECONNREFUSED' })]) })`,
  ],
])('the code of an error of another realm is found: %s', async (expression) => {
  const error = foreign(expression);
  const center = createCloudLink({
    baseUrl: 'https://clc.example.com',
    auth: clientCredentials({ clientId: 'robot', clientSecret: 'made-up' }),
    retry: 0,
    fetch: () => Promise.reject(error),
  });
  await expect(center.machines.list()).rejects.toMatchObject({
    code: 'unreachable',
    message: expect.stringContaining('ECONNREFUSED'),
  });
});

test('a chain of causes that leads back to itself ends', () => {
  const error = new Error('x');
  error.cause = new Error('y', { cause: error });
  expect([...causesOf(error)].map(({ message }) => message).slice(0, 3)).toEqual(['x', 'y', 'x']);
  expect(systemCodeOf(error)).toBeUndefined();
  expect(isErrorLike('x')).toBe(false);
});

test('bytes of another realm are accepted as tls.ca', async () => {
  const own = await makeCertificate();
  await using server = await tlsCenter(own);
  const ca = runInNewContext(`Uint8Array.from(${JSON.stringify([...own.der])})`) as Uint8Array;
  expect(ca).not.toBeInstanceOf(Uint8Array);
  await using center = createCloudLink({
    baseUrl: server.url,
    auth: clientCredentials({ clientId: 'robot', clientSecret: 'made-up' }),
    tls: { ca },
  });
  await expect(center.machines.list()).resolves.toEqual([]);
});
