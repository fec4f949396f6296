import { expect, test, vi } from 'vitest';
import { clientCredentials } from '../src/index.ts';
import { CREDENTIALS, fakeCenter, fakeClock, ORIGIN, tokenAnswer } from './fake-center.ts';

function setUp(options: { timeout?: number } = {}) {
  const center = fakeCenter();
  return {
    center,
    source: clientCredentials({
      ...CREDENTIALS,
      baseUrl: ORIGIN,
      fetch: center.fetch,
      clock: fakeClock(),
      ...options,
    }),
  };
}

const html = (status: number) => () => new Response('<h1>Sorry</h1>', { status });
const never = () => new Promise<never>(() => {});
const endless = () =>
  new Response(
    new ReadableStream({
      pull: (controller) => controller.enqueue(new Uint8Array(8192)),
    }),
  );
const stalling = () => new Response(new ReadableStream({ start: (c) => c.enqueue(new Uint8Array(1)) }));
const cut = () =>
  new Response(
    new ReadableStream({
      pull: (controller) => controller.error(new TypeError('terminated')),
    }),
  );

test.each([
  { server: 'an HTML page with 200', answer: html(200), code: 'token_malformed', retryable: false },
  { server: 'an HTML page with 401', answer: html(401), code: 'token_malformed', retryable: false },
  { server: 'an HTML page with 404', answer: html(404), code: 'token_malformed', retryable: false },
  { server: 'an HTML page with 503', answer: html(503), code: 'token_malformed', retryable: true },
  {
    server: 'XML',
    answer: () => new Response('<oauth><error>invalid_client</error></oauth>', { status: 400 }),
    code: 'token_malformed',
    retryable: false,
  },
  { server: 'nothing', answer: () => new Response(null), code: 'token_malformed', retryable: false },
  { server: 'an empty text', answer: () => new Response(''), code: 'token_malformed', retryable: false },
  {
    server: 'a redirect',
    answer: () => new Response(null, { status: 302, headers: { location: 'https://evil.example.com/' } }),
    code: 'token_malformed',
    retryable: false,
  },
  { server: 'more than 64 KiB', answer: endless, code: 'token_malformed', retryable: false },
  { server: 'half an answer', answer: cut, code: 'token_unreachable', retryable: true },
  { server: 'silence', answer: never, code: 'token_timeout', retryable: true, timeout: 40 },
  { server: 'a body without end', answer: stalling, code: 'token_timeout', retryable: true, timeout: 40 },
  {
    server: 'a broken connection',
    answer: () => Promise.reject(new TypeError('fetch failed')),
    code: 'token_unreachable',
    retryable: true,
  },
  {
    server: 'an OAuth error',
    answer: () => Response.json({ error: 'invalid_scope', scope: 'all' }, { status: 400 }),
    code: 'token_refused',
    retryable: false,
  },
])('on $server rejects with $code', async ({ answer, code, retryable, timeout = 30_000 }) => {
  const { center, source } = setUp({ timeout });
  center.answerToken = answer;
  await expect(source.getToken()).rejects.toMatchObject({ name: 'AuthError', code, retryable });
  expect(source.peek()).toBeUndefined();
});

test('500, then 200: the next call succeeds', async () => {
  const { center, source } = setUp();
  center.answerToken = (_, count) => (count === 1 ? html(500)() : tokenAnswer('fine'));
  await expect(source.getToken()).rejects.toMatchObject({
    code: 'token_malformed',
    status: 500,
    retryable: true,
  });
  expect((await source.getToken()).value).toBe('fine');
});

test('cancels an answer that is too long', async () => {
  const { center, source } = setUp();
  const cancelled = vi.fn();
  center.answerToken = () =>
    new Response(
      new ReadableStream({
        pull: (controller) => controller.enqueue(new Uint8Array(70_000)),
        cancel: cancelled,
      }),
    );
  await expect(source.getToken()).rejects.toMatchObject({ code: 'token_malformed', message: /64 KiB/ });
  expect(cancelled).toHaveBeenCalledOnce();
});
