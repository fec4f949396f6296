/**
 * A Center behind an injected fetch: hands out tokens, counts requests, and lets tests say what it answers.
 *
 * @module
 */
import type { Clock, Fetch } from '../src/index.ts';

export const ORIGIN = 'https://clc.example.com';
export const CREDENTIALS = { clientId: 'robot', clientSecret: 's3cret-of-robot' } as const;

export interface FakeCenter {
  readonly fetch: Fetch;
  /** Requests so far, by kind. */
  readonly tokenRequests: Request[];
  readonly apiRequests: Request[];
  /** Bodies of the API requests, in order. */
  readonly apiBodies: string[];
  readonly revoked: Set<string>;
  /** Answers the next token requests instead of the default. */
  answerToken: (request: Request, count: number) => Response | Promise<Response>;
  answerApi: (request: Request) => Response | Promise<Response>;
}

export function tokenAnswer(access_token: unknown, expires_in: unknown = 7199): Response {
  return Response.json({ access_token, token_type: 'bearer', expires_in, scope: 'all' });
}

export function fakeCenter(): FakeCenter {
  const center: FakeCenter = {
    tokenRequests: [],
    apiRequests: [],
    apiBodies: [],
    revoked: new Set(),
    answerToken: (_, count) => tokenAnswer(`token-${count}`),
    answerApi: (request) =>
      center.revoked.has(bearerOf(request))
        ? Response.json({ error: 'invalid_token', error_description: bearerOf(request) }, { status: 401 })
        : Response.json({ seen: bearerOf(request) }),
    async fetch(input, init) {
      const request = new Request(input, init);
      if (new URL(request.url).pathname === '/cloudlink/oauth/token') {
        center.tokenRequests.push(request);
        return center.answerToken(request, center.tokenRequests.length);
      }
      center.apiRequests.push(request);
      center.apiBodies.push(await request.clone().text());
      return center.answerApi(request);
    },
  };
  return center;
}

export function bearerOf(request: Request): string {
  return request.headers.get('Authorization')?.replace('Bearer ', '') ?? '';
}

export interface FakeClock extends Clock {
  /** Lets time pass on both clocks, in milliseconds. */
  pass(ms: number): void;
  /** Moves only the wall clock. */
  jump(ms: number): void;
}

export function fakeClock(): FakeClock {
  let wall = 1_700_000_000_000;
  let steady = 0;
  return {
    now: () => wall,
    monotonic: () => steady,
    pass(ms) {
      wall += ms;
      steady += ms;
    },
    jump(ms) {
      wall += ms;
    },
  };
}

/** Lets everything that is ready to run, run. */
export function settle(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
