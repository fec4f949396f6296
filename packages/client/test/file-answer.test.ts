/** Which responses are files, by their status, type and first bytes. `files.test.ts` downloads some of them. */
import { expect, test } from 'vitest';
import { type FileAnswer, fileProblem, withoutKeys } from '../src/call/file-answer.ts';

const BACKUP = '/backup';

function answer(type: string | undefined, text: string, status = 200): FileAnswer {
  return { status, type, start: new TextEncoder().encode(text) };
}

test.each<[string, FileAnswer, string]>([
  ['a part of a file', answer('application/octet-stream', 'half', 206), 'is only part of a file'],
  ['an acceptance', answer('application/octet-stream', 'later', 202), 'is not a file'],
  ['zero bytes', answer('application/octet-stream', ''), 'is empty'],
  ['text', answer('text/plain', 'not ready'), 'is not a file'],
])('says what is wrong with %s', (_, given, problem) => {
  expect(fileProblem(BACKUP, given)).toBe(problem);
});

test('the type tells files from messages', () => {
  const files = [
    'application/octet-stream',
    'Application/Octet-Stream',
    ' application/octet-stream ; charset=binary',
    'application/zip',
    'application/x-pem-file',
    'application/jsonlines',
  ];
  const messages = [
    'application/json',
    'application/problem+json',
    'application/vnd.api+json; charset=utf-8',
    'application/xml',
    'application/soap+xml',
    'application/xhtml+xml',
    'application/javascript',
    'application/x-www-form-urlencoded',
    'image/png',
    'text/html',
    'x-text/plain',
  ];
  const accepted = [...messages, ...files].filter(
    (type) => fileProblem(BACKUP, answer(type, 'bytes')) === undefined,
  );
  expect(accepted).toEqual(files);
});

const OPENINGS = [
  '<!doctype html><p>',
  '<HTML><p>',
  '<head>',
  '<body>',
  '<?xml version="1.0"?>',
  '{"state":1}',
  '{}',
  '["a"]',
  '[[1]]',
  '[{"a":1}]',
  '[]',
  '{ \n"state":1}',
  '[ \n{"a":1}]',
];

test('without a type, a page or a message in JSON is no file', () => {
  for (const text of OPENINGS) {
    const problems = ['', ' ', '\r\n  '].map((spaces) =>
      fileProblem(BACKUP, answer(undefined, spaces + text)),
    );
    expect([text, ...problems]).toEqual([text, 'is not a file', 'is not a file', 'is not a file']);
    expect(fileProblem(BACKUP, answer('application/zip', text))).toBe('is not a file');
  }
});

test.each([
  ['only the beginning tells', OPENINGS.flatMap((text) => [`PK${text}`, `PK ${text}`])],
  ['other brackets tell nothing', ['<htmlx>', '{1', '{word"', '[1]', '[word"']],
])('without a type, %s', (_, texts) => {
  const files = texts.filter((text) => fileProblem(BACKUP, answer(undefined, text)) === undefined);
  expect(files).toEqual(texts);
});

test('the type of the specification goes before the beginning', () => {
  for (const text of OPENINGS)
    expect(fileProblem(BACKUP, answer('application/octet-stream', text))).toBeUndefined();
});

test('text is a file if it is a certificate or a key', () => {
  const pem = '-----BEGIN CERTIFICATE-----';
  for (const text of [pem, `\n${pem}`, ` \r\n ${pem}`])
    expect(fileProblem(BACKUP, answer('text/plain', text))).toBeUndefined();
  for (const text of [`Key: ${pem}`, `Key:${pem}`, '-----BEGINNING', 'BEGIN '])
    expect(fileProblem(BACKUP, answer('text/plain', text))).toBe('is not a file');
});

test('any text is a file where the caller asked for a text file', () => {
  expect(fileProblem('/auth/filelink', answer('text/plain', '{"a":1}'))).toBeUndefined();
  expect(fileProblem('/auth/filelink', answer('text/html', 'bytes'))).toBe('is not a file');
  expect(fileProblem(BACKUP, answer('text/plain', '{"a":1}'))).toBe('is not a file');
});

test('words that are long enough for a key are masked', () => {
  const [key, word] = ['Ab9.~+/=_-Ab9.~+/=_-', 'Ab9.~+/=_-Ab9.~+/=_'];
  expect(withoutKeys(`{"key":"${key}","word":"${word}"} ${key}`)).toBe(
    `{"key":"[redacted]","word":"${word}"} [redacted]`,
  );
  expect(withoutKeys('no key is in all of these short words, is there?')).toBe(
    'no key is in all of these short words, is there?',
  );
});
