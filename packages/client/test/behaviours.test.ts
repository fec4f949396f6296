/**
 * openapi-fetch's public behaviour, in four ways: our own calls, our own calls while a caller's middleware
 * watches, `openapiFetch`, and openapi-fetch alone. Whatever a caller can see is the same, except where the
 * table says what is better.
 */
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import type { IncomingMessage } from 'node:http';
import createClient from 'openapi-fetch';
import { expect, test } from 'vitest';
import type { paths } from '@cloudlink-center/spec';
import { clientCredentials, CloudLinkError, createCloudLink } from '../src/index.ts';
import { type Answer, json, type ScriptedCenter, scriptedCenter } from './scripted-center.ts';

const WAYS = ['plain', 'watched', 'openapiFetch', 'bare'] as const;
type Way = (typeof WAYS)[number];
type Init = Record<string, unknown>;
/** Untyped, since misuse is part of the table. */
type Caller = (method: string, path: string, init?: Init) => Promise<Answered>;
type Answered = { data?: unknown; error?: unknown; response: Response };
type Behaviour = {
  readonly answer?: Answer;
  call(send: Caller): Promise<unknown>;
  /** It has options that our own calls do not take. */
  readonly isOpenapiFetchOnly?: true;
  /** All of our ways refuse it with a TypeError, before anything is sent. */
  readonly isRefused?: true;
  /** Why our own calls show something else. They show the same among each other. */
  readonly differs?: string;
};

const LIST = [{ uuid: '1c8b27d4-0000-4000-8000-000000000000', name: 'dépôt' }];
const get: Behaviour['call'] = (send) => send('GET', '/securevm');
const group = { name: 'Test', auto_accept: true };
const encoded = (encoding: string, bytes: Uint8Array): Behaviour => ({
  answer: (_, response) =>
    response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Encoding': encoding }).end(bytes),
  call: get,
});
const text = JSON.stringify(LIST);
const raw =
  (status: number, body: string | Buffer = '', headers: Record<string, string | string[]> = {}): Answer =>
  (_, response) =>
    response.writeHead(status, headers).end(body);

/** Of the call that is aborted while the server has it: one at a time. */
let aborting = new AbortController();

const NO_TEXT = 'no body is nothing, and no empty string';

const BEHAVIOURS: Readonly<Record<string, Behaviour>> = {
  'a list': { call: get },
  'a query': {
    call: (send) =>
      // No path of the specification, since our own calls refuse names that an operation does not take.
      send('GET', '/made/up', {
        params: {
          query: { count: 5, text: 'a&b=c d/é+', none: undefined, many: ['x', 'y z'], deep: { a: 1 } },
        },
      }),
  },
  'a query serializer of the call': {
    call: (send) =>
      send('GET', '/securevm', {
        params: { query: { many: [1, 2] } },
        querySerializer: { array: { style: 'form', explode: false } },
      }),
    isOpenapiFetchOnly: true,
  },
  'a path parameter that is encoded': {
    call: (send) => send('GET', '/securevm/groups/{name}', { params: { path: { name: 'Grüße & mehr' } } }),
  },
  'a JSON body': { call: (send) => send('POST', '/securevm/groups', { body: group }) },
  'a null body': { call: (send) => send('POST', '/securevm/groups', { body: null }) },
  'a string body': { call: (send) => send('POST', '/securevm/groups', { body: 'text' }) },
  'a POST without a body': { call: (send) => send('POST', '/securevm/groups') },
  'a body of bytes': {
    call: (send) =>
      send('PUT', '/securevm/groups/{name}', {
        params: { path: { name: 'a' } },
        body: group,
        bodySerializer: () => new Uint8Array([0, 255, 10]),
        headers: { 'Content-Type': 'application/octet-stream' },
      }),
    isOpenapiFetchOnly: true,
  },
  'a form body': {
    call: (send) =>
      send('POST', '/securevm/groups', {
        body: { name: 'a b' },
        bodySerializer: () => new URLSearchParams({ name: 'a b' }),
        headers: { 'Content-Type': null },
      }),
    isOpenapiFetchOnly: true,
  },
  'a Blob body': {
    call: (send) => send('POST', '/securevm/groups', { body: {}, bodySerializer: () => new Blob(['{}']) }),
    isOpenapiFetchOnly: true,
  },
  'a body on a GET': { call: (send) => send('GET', '/securevm', { body: {} }) },
  'a DELETE': {
    call: (send) => send('DELETE', '/securevm/groups/{name}', { params: { path: { name: 'a' } } }),
  },
  'other methods': { call: (send) => send('OPTIONS', '/securevm'), isOpenapiFetchOnly: true },
  'headers of the call': {
    call: (send) =>
      send('GET', '/securevm', { headers: { 'X-One': '1', 'x-many': ['a', 'b'], Accept: 'text/csv' } }),
  },
  'header parameters': {
    call: (send) => send('GET', '/securevm', { params: { header: { 'X-Two': '2' } } }),
    isOpenapiFetchOnly: true,
  },
  'an impossible header': {
    call: (send) => send('GET', '/securevm', { headers: { 'X-Bad': 'a\nb' } }),
  },
  'options of fetch': {
    call: (send) => send('GET', '/securevm', { cache: 'no-store', credentials: 'omit' }),
    isOpenapiFetchOnly: true,
  },
  'an address with dots in it': { call: (send) => send('GET', '/securevm/../lockbox'), isRefused: true },
  'an address with encoded dots in it': {
    call: (send) => send('GET', '/securevm/%2e%2E/lockbox'),
    isRefused: true,
  },
  'an address with a missing parameter': { call: (send) => send('GET', '/securevm/{uuid}'), isRefused: true },
  'an address with a query in it': { call: (send) => send('GET', '/securevm?a=b'), isRefused: true },
  'an address with spaces': { call: (send) => send('GET', '/secure vm') },
  'parseAs text': { call: (send) => send('GET', '/securevm', { parseAs: 'text' }), isOpenapiFetchOnly: true },
  'parseAs arrayBuffer': {
    call: async (send) =>
      Buffer.from(
        (await send('GET', '/securevm', { parseAs: 'arrayBuffer' })).data as ArrayBuffer,
      ).toString(),
    isOpenapiFetchOnly: true,
  },
  'parseAs blob': {
    call: async (send) => {
      const blob = (await send('GET', '/securevm', { parseAs: 'blob' })).data as Blob;
      return [blob.type, blob.size, await blob.text()];
    },
    isOpenapiFetchOnly: true,
  },
  'parseAs stream': {
    call: async (send) => {
      const { data } = await send('GET', '/securevm', { parseAs: 'stream' });
      return new Response(data as ReadableStream).text();
    },
    isOpenapiFetchOnly: true,
  },
  'a 204': { answer: raw(204), call: get },
  'an empty 200': { answer: raw(200, '', { 'Content-Length': '0' }), call: get },
  'an empty 200 without a length': { answer: raw(200, '', { 'Transfer-Encoding': 'chunked' }), call: get },
  'an empty 201': { answer: raw(201), call: (send) => send('POST', '/securevm/groups', { body: group }) },
  'a response in chunks': {
    answer: (_, response) => {
      response.writeHead(200, { 'Content-Type': 'application/json' }).write(text.slice(0, 9));
      setTimeout(() => response.end(text.slice(9)), 5);
    },
    call: get,
  },
  'no JSON': {
    answer: raw(200, '<html>', { 'Content-Type': 'text/html' }),
    call: get,
    differs: 'a typed error in place of a bare SyntaxError',
  },
  'a byte order mark': { answer: raw(200, `\uFEFF${text}`), call: get },
  'bytes that are not UTF-8': { answer: raw(200, Buffer.from([0x22, 0xff, 0x22])), call: get },
  'an error in JSON': { answer: json(400, { message: 'no' }), call: get },
  'an error in text': { answer: raw(500, 'broken', { 'Content-Type': 'text/plain' }), call: get },
  'an empty error': { answer: raw(404), call: get, differs: NO_TEXT },
  'an error of length 0': { answer: raw(404, '', { 'Content-Length': '0' }), call: get },
  'an unknown status': { answer: raw(299, text), call: get },
  'a redirect': { answer: raw(302, 'moved', { Location: 'https://evil.example.com/' }), call: get },
  'a 304': { answer: raw(304), call: get, differs: NO_TEXT },
  gzip: encoded('gzip', gzipSync(text)),
  'x-gzip': encoded('x-gzip', gzipSync(text)),
  brotli: encoded('br', brotliCompressSync(text)),
  deflate: encoded('deflate', deflateSync(text)),
  'raw deflate': encoded('deflate', deflateRawSync(text)),
  'two encodings': encoded('deflate, gzip', gzipSync(deflateSync(text))),
  'an unknown encoding': encoded('zip', Buffer.from(text)),
  'an encoding of nothing': encoded('gzip', Buffer.alloc(0)),
  'repeated headers': {
    answer: raw(200, text, { 'Set-Cookie': ['a=1', 'b=2'], 'X-Twice': ['1', '2'], 'X-Latin': 'caf\u00e9' }),
    call: async (send) => {
      const { response } = await send('GET', '/securevm');
      const { headers } = response;
      return [
        headers.getSetCookie(),
        headers.get('x-twice'),
        headers.get('X-LATIN'),
        headers.has('x-none'),
        headers.get('x-none'),
      ];
    },
  },
  'header names that objects have': {
    call: async (send) => {
      const { headers } = (await send('GET', '/securevm')).response;
      return [
        headers.get('constructor'),
        headers.get('__proto__'),
        headers.has('toString'),
        thrownBy(() => headers.get('a b')),
      ];
    },
  },
  'headers that cannot be changed': {
    isOpenapiFetchOnly: true,
    call: async (send) => {
      const { headers } = (await send('GET', '/securevm')).response;
      return [() => headers.set('a', 'b'), () => headers.append('a', 'b'), () => headers.delete('a')].map(
        thrownBy,
      );
    },
  },
  'what is what': {
    call: async (send) => {
      const { response } = await send('GET', '/securevm');
      return [
        response instanceof Response,
        response.headers instanceof Headers,
        Object.prototype.toString.call(response),
        Object.prototype.toString.call(response.headers),
        new Headers(response.headers).get('content-type'),
        new Response('x', response).status,
      ];
    },
  },
  'a response that has been read': {
    call: async (send) => {
      const { response } = await send('GET', '/securevm');
      const again = await response.text().catch((error: unknown) => (error as Error).name);
      return [response.bodyUsed, again, thrownBy(() => response.clone())];
    },
  },
  'an abort before the call': {
    call: (send) => send('GET', '/securevm', { signal: AbortSignal.abort('enough') }),
  },
  'an abort during the call': {
    answer: () => aborting.abort(new DOMException('enough', 'AbortError')),
    call(send) {
      aborting = new AbortController();
      return send('GET', '/securevm', { signal: aborting.signal });
    },
  },
};

test.each(Object.entries(BEHAVIOURS))('%s', async (_, behaviour) => {
  const outcomes: Record<Way, unknown> = {
    plain: undefined,
    watched: undefined,
    openapiFetch: undefined,
    bare: undefined,
  };
  for (const way of WAYS) outcomes[way] = await outcomeOf(way, behaviour);
  const { plain, watched, openapiFetch, bare } = outcomes;
  if (behaviour.isRefused) {
    const refused = { result: { thrown: 'TypeError' }, sent: [] };
    expect([plain, watched, openapiFetch]).toEqual([refused, refused, refused]);
    return;
  }
  expect(openapiFetch).toEqual(bare);
  if (behaviour.isOpenapiFetchOnly) return;
  expect(watched).toEqual(plain);
  if (behaviour.differs === undefined) expect(plain).toEqual(bare);
  else expect(plain).not.toEqual(bare);
});

async function outcomeOf(way: Way, { answer, call }: Behaviour): Promise<unknown> {
  await using server = await scriptedCenter();
  const requests: IncomingMessage[] = [];
  const bodies: Promise<string>[] = [];
  server.script((request, response) => {
    requests.push(request);
    bodies.push(request.toArray().then((chunks) => Buffer.concat(chunks as Buffer[]).toString('hex')));
    (answer ?? json(200, LIST))(request, response);
  });
  await using caller = callerOf(way, server);
  const result = await call(caller.send).then(visible, (error: unknown) => ({ thrown: nameOf(error) }));
  const sent = await Promise.all(
    requests.map(async ({ method, url, headers }, index) => ({
      method,
      url,
      body: await bodies[index],
      headers: [
        headers.accept,
        headers.authorization,
        headers['content-type'],
        headers['content-length'],
        headers['x-one'],
        headers['x-many'],
        headers['x-two'],
      ],
    })),
  );
  return { result, sent };
}

function callerOf(way: Way, { url }: ScriptedCenter): { send: Caller } & AsyncDisposable {
  if (way === 'bare') {
    const client = createClient<paths>({
      baseUrl: `${url}/cloudlink/rest`,
      redirect: 'manual',
      headers: { Accept: 'application/json, */*;q=0.1', Authorization: 'Bearer made-up-token' },
    });
    return { send: untyped(client), [Symbol.asyncDispose]: () => Promise.resolve() };
  }
  const center = createCloudLink({
    baseUrl: url,
    auth: clientCredentials({ clientId: 'robot', clientSecret: 'made-up' }),
  });
  if (way === 'watched') center.openapiFetch.use({ onRequest: () => undefined });
  const send = untyped(way === 'openapiFetch' ? center.openapiFetch : center);
  return { send, [Symbol.asyncDispose]: () => center[Symbol.asyncDispose]() };
}

function untyped(client: object): Caller {
  return async (method, path, init) => {
    // Every method takes a path and options; here any path, and any option.
    const methods = client as Record<string, (path: string, init?: Init) => Promise<Answered>>;
    const send = methods[method];
    if (send === undefined) throw new TypeError(`A client has no method ${method}.`);
    return send(path, init);
  };
}

/** Everything of a result that a caller can see and that does not differ from run to run. */
function visible(result: unknown): unknown {
  if (typeof result !== 'object' || result === null || !('response' in result)) return result;
  const { data, error: shown, response } = result as Answered;
  // Our own calls have one typed error, with what the server sent in `body`.
  const error = shown instanceof CloudLinkError ? shown.body : shown;
  const { status, statusText, ok, url, redirected, type, bodyUsed, headers } = response;
  const names = [...headers.keys()].filter((name) => !['date', 'keep-alive'].includes(name));
  return {
    data,
    error,
    response: {
      status,
      statusText,
      ok,
      path: new URL(url).pathname + new URL(url).search,
      redirected,
      type,
      // A body that has no bytes may or may not have been looked for.
      bodyUsed: bodyUsed || (data === undefined && error === undefined),
    },
    headers: names.map((name) => [name, headers.get(name)]),
  };
}

function thrownBy(run: () => unknown): string {
  try {
    run();
    return 'nothing';
  } catch (error) {
    return nameOf(error);
  }
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : String(error);
}
