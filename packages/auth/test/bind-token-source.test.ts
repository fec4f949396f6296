import { expect, test, vi } from 'vitest';
import { bindTokenSource, clientCredentials, type TokenSource } from '../src/index.ts';
import { CREDENTIALS, fakeCenter, ORIGIN } from './fake-center.ts';

test('a source without an address says what to give', async () => {
  const source = clientCredentials(CREDENTIALS);
  expect(source.origin).toBeUndefined();
  expect(source.peek()).toBeUndefined();
  await expect(source.getToken()).rejects.toThrow(TypeError);
  await expect(source.getToken()).rejects.toThrow(/baseUrl/);
  await expect(source.logout()).rejects.toThrow(/baseUrl/);
});

test('a bound source asks at the address and through the fetch of the client', async () => {
  const center = fakeCenter();
  const source = bindTokenSource(clientCredentials(CREDENTIALS), {
    baseUrl: `${ORIGIN}/`,
    fetch: center.fetch,
  });
  expect(source.origin).toBe(ORIGIN);
  await source.getToken();
  expect(center.tokenRequests[0]?.url).toMatch(/^https:\/\/clc\.example\.com\/cloudlink\/oauth\/token\?/);
});

test('a fetch of its own wins', async () => {
  const [own, foreign] = [fakeCenter(), fakeCenter()];
  const source = clientCredentials({ ...CREDENTIALS, fetch: own.fetch });
  await bindTokenSource(source, { baseUrl: ORIGIN, fetch: foreign.fetch }).getToken();
  expect(own.tokenRequests).toHaveLength(1);
  expect(foreign.tokenRequests).toHaveLength(0);
});

test('each bound source has its own cache', async () => {
  const center = fakeCenter();
  const source = clientCredentials(CREDENTIALS);
  const bind = () => bindTokenSource(source, { baseUrl: ORIGIN, fetch: center.fetch });
  const [first, second] = [bind(), bind()];
  await first.getToken();
  expect(second.peek()).toBeUndefined();
});

test('a source with the same address may be bound, one with another may not', async () => {
  const center = fakeCenter();
  const source = clientCredentials({ ...CREDENTIALS, baseUrl: ORIGIN });
  const bound = bindTokenSource(source, { baseUrl: `${ORIGIN}:443`, fetch: center.fetch });
  expect((await bound.getToken()).value).toBe('token-1');
  const act = () => bindTokenSource(source, { baseUrl: 'https://other.example.com' });
  expect(act).toThrow(TypeError);
  expect(act).toThrow(/clc\.example\.com.*other\.example\.com/);
});

test('binding keeps the rule about plain HTTP', () => {
  const target = { baseUrl: 'http://clc.example.com' };
  expect(() => bindTokenSource(clientCredentials(CREDENTIALS), target)).toThrow(
    expect.objectContaining({ code: 'insecure_url' }),
  );
  const allowed = clientCredentials({ ...CREDENTIALS, allowInsecureHttp: true });
  expect(bindTokenSource(allowed, target).origin).toBe(target.baseUrl);
});

test('a source of another make is used as it is', async () => {
  const token = { value: 'mine', expiresAt: undefined };
  const source = {
    origin: undefined,
    peek: () => token,
    getToken: vi.fn<TokenSource['getToken']>(() => Promise.resolve(token)),
    invalidate: vi.fn<TokenSource['invalidate']>(),
    logout: vi.fn<TokenSource['logout']>(() => Promise.reject(new Error('no'))),
  };
  const bound = bindTokenSource(source, { baseUrl: ORIGIN });
  expect(bound.origin).toBe(ORIGIN);
  const { signal } = new AbortController();
  expect(await bound.getToken({ signal })).toBe(token);
  expect(source.getToken).toHaveBeenCalledWith({ signal });
  expect(bound.peek()).toBe(token);
  bound.invalidate(token);
  expect(source.invalidate).toHaveBeenCalledWith(token);
  await expect(bound.logout()).rejects.toThrow('no');
  const named = { ...source, origin: ORIGIN };
  expect(bindTokenSource(named, { baseUrl: ORIGIN })).toBe(named);
});
