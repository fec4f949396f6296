import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { plainText } from '../src/io.ts';
import { printData } from '../src/output/print.ts';
import type { Format } from '../src/global-flags.ts';

async function printed(
  data: unknown,
  output: Format,
  options: { columns?: number; query?: string } = {},
): Promise<string> {
  const { columns, query } = options;
  let text = '';
  const stdout = new PassThrough();
  stdout.setEncoding('utf8').on('data', (piece: string) => (text += piece));
  if (columns !== undefined) Object.assign(stdout, { isTTY: true, columns });
  const io = { stdin: new PassThrough(), stdout, stderr: new PassThrough() };
  await printData(data, { output, ...(query !== undefined && { query }) }, io);
  // Bold heads are not what is looked at here.
  return plainText(text);
}

describe('tables', () => {
  test('names and states come first, long texts last', async () => {
    const rows = [{ uuid: 'u', flag: true, os: 'Linux', state: 'on', name: 'a', description: 'd' }];
    expect((await printed(rows, 'table')).split('\n')[0]).toBe('NAME  STATE  OS     FLAG  DESCRIPTION  UUID');
  });

  test('columns that somebody chose keep their order', async () => {
    const text = await printed([{ b: 1, name: 2 }], 'table', { query: '[].{b: b, name: name}' });
    expect(text).toBe('B  NAME\n1  2\n');
  });

  test('what does not fit is left out from the right, and the last column is cut', async () => {
    const rows = [{ name: 'database-server-01', group: 'Production-Europe', host: 'esx01.example.com' }];
    expect(await printed(rows, 'table', { columns: 30 })).toBe(
      'NAME                GROUP\ndatabase-server-01  Productio…\n',
    );
  });

  test('wide and combined characters take the columns that a terminal gives them', async () => {
    const rows = [
      { name: '数据库', state: 'on' },
      { name: 'é', state: 'off' },
    ];
    expect(await printed(rows, 'table')).toBe('NAME    STATE\n数据库  on\né       off\n');
  });

  test('a thing has a line for each field, and tables for lists of things', async () => {
    const text = await printed(
      { name: 'db01', resources: [{ id: '1' }], roles: ['a', 'b'], size: 0 },
      'table',
    );
    expect(text).toBe('name   db01\nroles  a, b\nsize   0\n\nresources\nID\n1\n');
  });

  test.each([
    { what: 'nothing', data: undefined, text: '' },
    { what: 'an empty list', data: [], text: '' },
    { what: 'a text', data: 'plain', text: 'plain\n' },
    { what: 'texts', data: ['a', 'b'], text: 'a\nb\n' },
    { what: 'a number', data: 3, text: '3\n' },
    { what: 'null', data: null, text: '' },
  ])('$what', async ({ data, text }) => {
    expect(await printed(data, 'table')).toBe(text);
  });
});

describe('names', () => {
  test.each([
    { what: 'by name', rows: [{ name: 'a', uuid: '1' }], text: 'a\n' },
    {
      what: 'by id where two have one name',
      rows: [
        { name: 'a', uuid: '1' },
        { name: 'a', uuid: '2' },
      ],
      text: '1\n2\n',
    },
    { what: 'by what else addresses it', rows: [{ ip: '192.0.2.1' }], text: '192.0.2.1\n' },
    { what: 'texts as they are', rows: ['x', 'y'], text: 'x\ny\n' },
  ])('$what', async ({ rows, text }) => {
    expect(await printed(rows, 'name')).toBe(text);
  });
});

test('JSON escapes what a terminal would obey, and loses nothing', async () => {
  const data = { name: '\u001b[2J\u009b31m\u202e', n: [1, null] };
  const text = await printed(data, 'json');
  expect(text).toContain(String.raw`\u001b[2J\u009b31m\u202e`);
  expect(JSON.parse(text)).toEqual(data);
});

test('YAML has the same texts without it', async () => {
  expect(await printed({ name: '\u001b[2Jred', on: 'yes' }, 'yaml')).toBe('name: red\non: yes\n');
});

test.each(['=1+1', '+1', '-1', '@x', '\t=1'])('CSV escapes %j', async (formula) => {
  expect(await printed([{ name: formula }], 'csv')).toMatch(/^name\n("?'| ?)/);
});

test('a query that does not parse is a usage error', async () => {
  await expect(printed([], 'json', { query: '[?' })).rejects.toMatchObject({ kind: 'usage' });
});

test.each([
  ['\u001b]8;;https://evil.example\u0007link\u001b]8;;\u0007', 'link'],
  ['a\u0000b\u0008c\u007fd', 'abcd'],
  ['tab\tand\nline', 'tab\tand\nline'],
  ['\u2066hidden\u2069', 'hidden'],
])('%j is printed as %j', (text, plain) => {
  expect(plainText(text)).toBe(plain);
});
