import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { SECTIONS } from '../conformance/facts.ts';
import { formatted } from '../conformance/generate.ts';
import { heldFacts } from '../conformance/page.ts';
import { markOf } from '../src/evidence.ts';
import { GUESSES } from '../src/guesses.ts';
import { operations } from '../src/internal/openapi.ts';
import { HANDLERS } from '../src/routes/index.ts';

const facts = SECTIONS.flatMap((section) => section.facts);

test('docs/conformance.md is what the facts, the tests and the code make', async () => {
  const page = readFileSync(join(import.meta.dirname, '../../../docs/conformance.md'), 'utf8');
  expect(page, 'run `pnpm conformance`').toBe(await formatted());
});

test('each fact has a test that holds it, or says why none does', () => {
  const held = heldFacts();
  expect(
    facts.filter(({ id, untested }) => !held.has(id) && untested === undefined).map(({ id }) => id),
  ).toEqual([]);
  expect(
    facts.filter(({ id, untested }) => held.has(id) && untested !== undefined).map(({ id }) => id),
  ).toEqual([]);
});

test('tests name only facts that there are, and no id is there twice', () => {
  const ids = facts.map(({ id }) => id);
  expect([...heldFacts().keys()].filter((id) => !ids.includes(id))).toEqual([]);
  expect(new Set(ids).size).toBe(ids.length);
});

test('each write says what it is known from', () => {
  const writes = operations.filter(({ method, path }) => method !== 'get' && !path.startsWith('/oauth/'));
  const unmarked = writes.filter(({ operationId }) => {
    const handler = HANDLERS[operationId];
    return handler === undefined || markOf(handler) === undefined;
  });
  expect(unmarked.map(({ operationId }) => operationId)).toEqual([]);
});

test('every handler is one of an operation', () => {
  const ids = new Set(operations.map(({ operationId }) => operationId));
  // Collections have a handler for each way to write, whether there is such an operation or not.
  const strange = Object.keys(HANDLERS).filter(
    (id) => !ids.has(id) && !/\.(list|get|create|add|update|delete|shred)$/.test(id),
  );
  expect(strange).toEqual([]);
});

test('each guess has a reason', () => {
  for (const [name, { why }] of Object.entries(GUESSES)) expect(why.length, name).toBeGreaterThan(20);
});
