/** Complete responses, and the real `Response` that is created from them. */
import { expect, test } from 'vitest';
import {
  headerOf,
  headersFrom,
  knownStatus,
  responseOf,
  textOf,
  unreadResponseOf,
  type WireAnswer,
} from '../../src/transport/answer.ts';

function answerOf(answer: Partial<WireAnswer> = {}): WireAnswer {
  return {
    url: 'https://clc.example.com/cloudlink/rest/securevm',
    status: 200,
    statusText: 'Fine',
    headers: { 'content-type': 'text/plain' },
    bytes: new TextEncoder().encode('body'),
    ...answer,
  };
}

test.each([
  ['a body', 'body', 'body'],
  ['a byte order mark', '\u{FEFF}body', 'body'],
  ['no body', '', ''],
])('the text of a response with %s is UTF-8', (_, body, text) => {
  expect(textOf(answerOf({ bytes: new TextEncoder().encode(body) }))).toBe(text);
});

test('headers with several values, without a value and without a header are told apart', () => {
  const record = { server: 'made-up', 'set-cookie': ['a=1', 'b=2'], vary: ['a', 'b'], age: undefined };
  expect(['server', 'vary', 'age', 'toString'].map((name) => headerOf(record, name))).toEqual([
    'made-up',
    'a, b',
    undefined,
    undefined,
  ]);
  const headers = headersFrom(record);
  expect([...headers.keys()]).toEqual(['server', 'set-cookie', 'set-cookie', 'vary']);
  expect(headers.getSetCookie()).toEqual(['a=1', 'b=2']);
});

test.each([
  [199, 500],
  [200, 200],
  [599, 599],
  [600, 500],
])('the constructor of a response with the status %i is given %i', (status, known) => {
  expect(knownStatus(status)).toBe(known);
});

test.each([
  [200, 'body'],
  [204, ''],
  [205, ''],
  [304, ''],
  [999, 'body'],
])('a response with the status %i is as that of fetch, and unread', async (status, text) => {
  const response = unreadResponseOf(answerOf({ status, statusText: 'Fine \u2713' }));
  expect(response).toMatchObject({
    url: 'https://clc.example.com/cloudlink/rest/securevm',
    type: 'basic',
    status,
    statusText: 'Fine \u2713',
    bodyUsed: false,
  });
  expect(response.headers.get('content-type')).toBe('text/plain');
  expect(await response.text()).toBe(text);
});

test('the response of a complete answer is that of fetch, or a new one whose body was read', () => {
  const response = new Response();
  expect(responseOf(answerOf({ response }))).toBe(response);
  expect(responseOf(answerOf()).bodyUsed).toBe(true);
  expect(responseOf(answerOf({ status: 204 }))).toMatchObject({ status: 204, body: null });
});
