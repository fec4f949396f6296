/** The options of a call that are refused before anything is sent. */
import { expect, test } from 'vitest';
import { checkInit } from '../src/call/check-init.ts';

const PATH = '/securevm';

test.each<[string, object]>([
  ['no options', {}],
  ['undefined options', { params: undefined, body: undefined, signal: undefined, headers: undefined }],
  ['all options', { params: { path: {}, query: {} }, body: {}, timeout: 1, retry: 10, node: 'a' }],
  ['an abort signal', { signal: new AbortController().signal }],
  ['other headers', { headers: { 'X-Te': 'a', Connections: 'b' } }],
  ['a Headers object', { headers: new Headers({ accept: 'text/csv' }) }],
  ['no retry', { retry: 0 }],
])('%s may be passed', (_, init) => {
  expect(() => checkInit(PATH, init)).not.toThrow();
});

test.each([
  [
    { parms: {} },
    '/securevm does not take "parms", only params, body, signal, headers, timeout, retry, node',
  ],
  [{ params: { header: {} } }, 'params of /securevm does not take "header", only path, query'],
  [{ params: null }, 'params of /securevm takes an object'],
  [{ signal: {} }, 'signal of /securevm must be an AbortSignal.'],
  [{ signal: new AbortController() }, 'signal of /securevm must be an AbortSignal.'],
  [{ timeout: 0 }, 'timeout must be'],
  [{ retry: 11 }, 'retry must be a whole number from 0 to 10.'],
  [{ retry: -1 }, 'retry must be a whole number from 0 to 10.'],
  [{ retry: 0.5 }, 'retry must be a whole number from 0 to 10.'],
])('%j is a TypeError', (init, message) => {
  // Also for callers without types.
  expect(() => checkInit(PATH, init as object)).toThrow(message);
});

test('headers of the connection are a TypeError', () => {
  const names = [
    'Connection',
    'Content-Length',
    'Expect',
    'Keep-Alive',
    'Proxy-Connection',
    'TE',
    'Trailer',
    'Transfer-Encoding',
    'Upgrade',
  ];
  for (const name of names) {
    const message = `of ${PATH} cannot be set: the connection sets it.`;
    expect(() => checkInit(PATH, { headers: { [name]: 'a' } })).toThrow(`The header "${name}" ${message}`);
    // The type is that of a plain object, and callers without types may pass this.
    const headers = new Headers({ [name]: 'a' }) as never;
    expect(() => checkInit(PATH, { headers })).toThrow(`The header "${name.toLowerCase()}" ${message}`);
  }
});
