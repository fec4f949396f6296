/** What an editor shows over a group and over a named method, read from the published declarations. */
import { readFileSync } from 'node:fs';
import { operations, type OperationId } from '@cloudlink-center/spec/operations';
import { expect, test } from 'vitest';
import { operationOf } from './examples.ts';

const METHOD = /\/\*\*((?:(?!\*\/)[^])*)\*\/\s*'?\w+'?\(input\??: (\w+)Input\)/g;
const declarations = readFileSync(new URL('../dist/generated/groups.d.ts', import.meta.url), 'utf8');
const texts = new Map([...declarations.matchAll(METHOD)].map(([, text = '', name = '']) => [name, text]));

test.each(Object.keys(operations) as OperationId[])('%s says what it does and who may call it', (id) => {
  const { summary } = operationOf(id);
  const name = id
    .split('.')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
  const text = (texts.get(name) ?? '').replaceAll(/\s*\n\s*\*\s?/g, ' ');
  expect(text).toContain(`${summary}.`);
  expect(text).toContain('@throws CloudLinkError');
  for (const permission of operations[id].permissions) expect(text).toContain(permission);
});

/** The declarations with each comment in one line. */
const inLines = declarations
  .replaceAll(/\n\s*\* /g, ' ')
  .replaceAll(/\/\*\*\s+/g, '/** ')
  .replaceAll(/\s+\*\/\n/g, ' */\n');
const groups = [...declarations.matchAll(/export interface (\w+Methods) /g)].map(([, name = '']) => name);

test('there are 55 groups, those inside other groups included', () => {
  expect(groups).toHaveLength(55);
});

test.each(groups)('%s has a sentence, at its declaration and where an editor hovers', (name) => {
  const sentence = /\/\*\* ([A-Z][^*]+\.) \*\/\n/;
  const declared = new RegExp(`${sentence.source}export interface ${name} `).exec(inLines)?.[1];
  const member = new RegExp(`${sentence.source} *readonly \\w+: ${name};`).exec(inLines)?.[1];
  expect(declared).toBeDefined();
  expect(declared).not.toContain('The methods of');
  expect(member).toBe(declared);
});

test('Groups has a sentence', () => {
  expect(declarations).toContain(
    '/** All named methods by group: `center.<group>.<method>(input)`. */\nexport interface Groups',
  );
});
