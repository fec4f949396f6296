/** What an editor shows over a named method: read from the declarations that are published. */
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
