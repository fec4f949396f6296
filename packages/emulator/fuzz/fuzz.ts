/**
 * Fuzzes an emulator with requests that are generated from the specification and then damaged, in the same
 * order for the same seed. Failures are a crash, a 500, and a status that the operation does not declare.
 *
 * @module
 */
import { Agent, request } from 'node:https';
import { type Operation, operations, resolveSchema, type Schema } from '../src/internal/openapi.ts';
import type { Emulator } from '../src/index.ts';

export interface FuzzResult {
  readonly requests: number;
  /** Number of responses by status. */
  readonly statuses: Readonly<Record<string, number>>;
  /** The first failures, each with the number of its request. */
  readonly failures: readonly string[];
}

type Random = () => number;
type Sent = { method: string; path: string; headers: Record<string, string>; body: string | undefined };

const REST = '/cloudlink/rest';
const STRANGE: readonly unknown[] = [
  null,
  true,
  'true',
  '',
  ' ',
  0,
  -1,
  1e308,
  4_294_967_296,
  [],
  {},
  [[]],
  [null],
  '__proto__',
  'constructor',
  'a\r\nb',
  '\u0000',
  '\ud800',
  '💥',
  '../../x',
  '%',
  'x'.repeat(5_000),
  { __proto__: null, constructor: {} },
  '10.0.0.0/24',
  '/99',
  'hello',
  '2026-11-20T00:00:00.000Z',
  'SecAdmin',
  'Default',
  'encrypt',
];
const SEGMENTS: readonly string[] = [
  '__proto__',
  'constructor',
  '%',
  '%zz',
  '%00',
  '..',
  '.',
  'a b',
  '%E2%82%AC',
  'x'.repeat(3_000),
  "'",
  '"',
  '<b>',
  'Default',
  'SecAdmin',
  'vsphere',
  'Office',
  '10.0.0.0/24',
  '%252f',
  ';a',
  '\\',
];
const BODIES: readonly string[] = [
  '',
  '{',
  '[',
  'null',
  '""',
  '{}',
  '{},\n}',
  '{"__proto__":{"a":1}}',
  '[[[[',
  '\u0000',
  '{"a":1}{"b":2}',
  'NaN',
  '{"name":"a","name":"b"}',
];
/** Statuses that every operation may return, such as for a refused path or a body that is too long. */
const ALWAYS: ReadonlySet<number> = new Set([200, 201, 302, 400, 401, 403, 404, 405, 413]);
const MOST_FAILURES = 20;
/** Time limit of a request. */
const LONGEST_MS = 20_000;

/**
 * @param count - Number of requests. They are sent one after the other, since each may change the state for
 *   the next.
 */
export async function fuzz(emulator: Emulator, seed: number, count: number): Promise<FuzzResult> {
  const random = randomOf(seed);
  const agent = new Agent({ ca: emulator.ca, keepAlive: true, maxSockets: 1 });
  const statuses: Record<string, number> = {};
  const failures: string[] = [];
  let token = '';
  for (let number = 0; number < count && failures.length < MOST_FAILURES; number += 1) {
    // Calls delete users, end sessions and lock users, so the state is reset from time to time.
    if (number % 250 === 0) {
      emulator.store.reset();
      token = '';
    }
    if (token === '') token = await signIn(emulator, agent);
    const sent = requestOf(random, token);
    const status = await send(emulator, agent, sent).catch((error: unknown) =>
      error instanceof Error ? error.message : 'failed',
    );
    statuses[status] = (statuses[status] ?? 0) + 1;
    if (typeof status === 'number' && ALWAYS.has(status)) {
      if (status === 401) token = '';
      continue;
    }
    failures.push(
      `request ${number} of seed ${seed}: ${sent.method} ${sent.path.slice(0, 200)} ${(sent.body ?? '').slice(0, 200)} -> ${status}; ${emulator.served.at(-1)?.problem ?? ''}`,
    );
  }
  agent.destroy();
  return { requests: Object.values(statuses).reduce((sum, one) => sum + one, 0), statuses, failures };
}

/** mulberry32: small, and the same everywhere. */
function randomOf(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let value = Math.imul(state ^ (state >>> 15), state | 1);
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61);
    return ((value ^ (value >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function pick<T>(random: Random, list: readonly T[]): T {
  const one = list[Math.floor(random() * list.length)];
  if (one === undefined) throw new TypeError('The list is empty.');
  return one;
}

function requestOf(random: Random, token: string): Sent {
  const operation = pick(random, operations);
  const headers: Record<string, string> = { Authorization: `Bearer ${token}` };
  if (random() < 0.03)
    headers['Authorization'] = pick(random, [
      '',
      'Bearer',
      'Bearer x',
      `Bearer ${token},y`,
      'Basic !!',
      `bearer ${token}`,
    ]);
  if (random() < 0.05)
    headers['Accept'] = pick(random, ['application/xml', '*/*', 'text/html;q=0.5, application/xml', '']);
  if (random() < 0.02) headers['Origin'] = pick(random, ['null', 'https://a.example.com', 'x']);
  const method =
    random() < 0.03
      ? pick(random, ['GET', 'PUT', 'POST', 'DELETE', 'OPTIONS', 'PATCH', 'HEAD'])
      : operation.method.toUpperCase();
  const prefix = operation.path.startsWith('/oauth/') ? '/cloudlink' : REST;
  const body = bodyOf(random, operation, headers);
  return { method, path: prefix + pathOf(random, operation), headers, body };
}

function pathOf(random: Random, { path, parameters }: Operation): string {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const example = parameters.find((one) => one.name === name && one.in === 'path')?.example;
    if (typeof example === 'string' && random() < 0.7) return encodeURI(example);
    return pick(random, SEGMENTS);
  });
  const query = new URLSearchParams();
  for (const parameter of parameters) {
    if (parameter.in !== 'query' || random() < 0.3) continue;
    const value = random() < 0.6 ? (parameter.example ?? '1') : pick(random, STRANGE);
    query.append(parameter.name, typeof value === 'string' ? value.toWellFormed() : JSON.stringify(value));
  }
  if (random() < 0.05) query.append(pick(random, ['product', '__proto__', 'access_token']), 'vm');
  const text = query.toString();
  return `${filled}${random() < 0.03 ? '/' : ''}${text === '' ? '' : `?${text}`}`;
}

function bodyOf(
  random: Random,
  { requestBody }: Operation,
  headers: Record<string, string>,
): string | undefined {
  if (requestBody === undefined) return random() < 0.05 ? '{}' : undefined;
  const media = requestBody.content['application/json'];
  if (media === undefined)
    return multipartOf(random, requestBody.content['multipart/form-data']?.schema, headers);
  headers['Content-Type'] =
    random() < 0.95
      ? 'application/json'
      : pick(random, ['text/plain', 'multipart/form-data; boundary=x', '']);
  if (random() < 0.1) return pick(random, BODIES);
  const example = Object.values(media.examples ?? {})[0]?.value;
  const value =
    random() < 0.5 && example !== undefined ? spoilt(random, example) : valueOf(random, media.schema, 0);
  const text = JSON.stringify(value) ?? 'null';
  return random() < 0.05 ? `${text},\n}` : text;
}

function multipartOf(random: Random, schema: Schema | undefined, headers: Record<string, string>): string {
  headers['Content-Type'] =
    random() < 0.95
      ? 'multipart/form-data; boundary=fuzz'
      : pick(random, ['multipart/form-data', 'multipart/form-data; boundary=', 'x/y']);
  const parts = Object.keys(schema?.properties ?? {}).filter(() => random() < 0.9);
  const written = parts.map(
    (name) =>
      `--fuzz\r\nContent-Disposition: form-data; name="${name}"; filename="${pick(random, ['a.bin', '../x', '', 'ü'])}"\r\n\r\n${pick(random, ['made up', '', '\r\n--fuz', '-----BEGIN CERTIFICATE-----\nx'])}\r\n`,
  );
  return written.join('') + (random() < 0.9 ? '--fuzz--\r\n' : '');
}

/** A value that roughly matches the schema. */
function valueOf(random: Random, schema: Schema | undefined, depth: number): unknown {
  const resolved = resolveSchema(schema);
  if (resolved === undefined || depth > 4 || random() < 0.12) return pick(random, STRANGE);
  if (resolved.properties !== undefined) {
    const entries = Object.entries(resolved.properties).filter(
      ([name]) => resolved.required?.includes(name) === true || random() < 0.5,
    );
    return Object.fromEntries(entries.map(([name, inner]) => [name, valueOf(random, inner, depth + 1)]));
  }
  if (resolved.items !== undefined)
    return Array.from({ length: Math.floor(random() * 3) }, () => valueOf(random, resolved.items, depth + 1));
  if (resolved.type === 'boolean') return pick(random, [true, false, 'true']);
  if (resolved.type === 'integer' || resolved.type === 'number') return pick(random, [0, 1, 30, 7_200]);
  return pick(random, [
    'made-up',
    'Default',
    'SecAdmin',
    '192.0.2.7',
    'encrypt',
    '2026-11-20T00:00:00.000Z',
    'Production-keys',
  ]);
}

/** A copy in which one property has another value. */
function spoilt(random: Random, example: unknown): unknown {
  if (typeof example !== 'object' || example === null || Array.isArray(example) || random() < 0.3)
    return example;
  const names = Object.keys(example);
  return names.length === 0 ? example : { ...example, [pick(random, names)]: pick(random, STRANGE) };
}

async function signIn(emulator: Emulator, agent: Agent): Promise<string> {
  const answer = (): Promise<string> =>
    new Promise((resolve, reject) => {
      const query = `grant_type=client_credentials&client_id=${emulator.clientId}&client_secret=${emulator.clientSecret}&scope=all`;
      const outgoing = request(
        `${emulator.url}/cloudlink/oauth/token?${query}`,
        { method: 'POST', agent },
        (incoming) => {
          let text = '';
          incoming.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
          incoming.on('end', () => resolve(text));
        },
      );
      outgoing.on('error', reject).end();
    });
  const first = JSON.parse(await answer()) as { access_token?: string };
  if (first.access_token !== undefined) return first.access_token;
  // An earlier call has deleted or locked the client user.
  emulator.store.reset();
  return (JSON.parse(await answer()) as { access_token?: string }).access_token ?? '';
}

function send({ url }: Emulator, agent: Agent, { method, path, headers, body }: Sent): Promise<number> {
  const { hostname, port } = new URL(url);
  const bytes = body === undefined ? undefined : Buffer.from(body);
  const length = bytes === undefined ? {} : { 'Content-Length': String(bytes.length) };
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        agent,
        hostname,
        port,
        method,
        path: path.replaceAll(/[^\u0021-\u007e]/g, ''),
        headers: { ...headers, ...length },
        timeout: LONGEST_MS,
      },
      (incoming) => {
        incoming.on('error', reject).on('end', () => resolve(incoming.statusCode ?? 0));
        incoming.resume();
      },
    );
    outgoing.on('timeout', () => outgoing.destroy(new Error('no answer')));
    outgoing.on('error', reject).end(bytes);
  });
}
