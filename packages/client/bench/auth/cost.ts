/**
 * What `bearerAuth` costs: CPU time of a GET with a cached token, over the same call without it.
 *
 * @module
 */
import { bearerAuth, clientCredentials } from '@cloudlink-center/auth';
import createClient, { type Middleware } from 'openapi-fetch';

/** Microseconds of CPU a call, and clones of requests in all. */
export interface Cost {
  readonly bare: number;
  /** With a middleware that does nothing: openapi-fetch's own share. */
  readonly noop: number;
  readonly withAuth: number;
  /** Median of the differences to `bare`, each of neighbouring rounds. */
  readonly over: number;
  readonly clones: number;
}

const BASE_URL = 'https://clc.example.com';
const CALLS = 2000;

export async function measureCost(wanted: number): Promise<Cost> {
  const token = JSON.stringify({ access_token: 'a-token', token_type: 'bearer', expires_in: 7200 });
  const source = clientCredentials({
    baseUrl: BASE_URL,
    clientId: 'robot',
    clientSecret: 'x',
    fetch: () => Promise.resolve(new Response(token)),
  });
  await source.getToken();
  const bare = clientWith();
  const noop = clientWith({ onRequest: () => undefined, onResponse: () => undefined });
  const withAuth = clientWith(bearerAuth(source));

  let clones = 0;
  const original = Object.getOwnPropertyDescriptor(Request.prototype, 'clone') ?? {};
  Object.defineProperty(Request.prototype, 'clone', {
    configurable: true,
    value: () => {
      clones++;
      throw new Error('A GET needs no clone');
    },
  });
  try {
    const rounds: [number, number, number][] = [];
    for (let round = 0; round < wanted + 5; round++) {
      const [first, second] = [await cpuOf(bare), await cpuOf(noop)];
      const third = await cpuOf(withAuth);
      // The first rounds warm up.
      if (round >= 5) rounds.push([first, second, third]);
    }
    return {
      bare: median(rounds.map(([one]) => one)),
      noop: median(rounds.map(([, one]) => one)),
      withAuth: median(rounds.map(([, , one]) => one)),
      over: median(rounds.map(([first, , third]) => third - first)),
      clones,
    };
  } finally {
    Object.defineProperty(Request.prototype, 'clone', original);
  }
}

/** A new answer each time, as from a server; without a body, so that reading it does not hide the difference. */
const fetch = (): Promise<Response> => Promise.resolve(new Response(null, { status: 204 }));

function clientWith(middleware?: Middleware): () => Promise<unknown> {
  const client = createClient<Record<string, never>>({ baseUrl: BASE_URL, fetch });
  if (middleware) client.use(middleware);
  // No paths are typed here.
  const get = client.GET as unknown as (path: string) => Promise<unknown>;
  return () => get('/cloudlink/rest/securevm');
}

async function cpuOf(call: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  for (let count = 0; count < CALLS; count++) await call();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / CALLS;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
