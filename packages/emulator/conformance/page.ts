/**
 * Writes docs/conformance.md: each fact with the test that proves it, each write operation with its source,
 * each tolerance, each guess.
 *
 * @module
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { markOf } from '../src/evidence.ts';
import { GUESSED_ANSWERS, GUESSES } from '../src/guesses.ts';
import { operations } from '../src/internal/openapi.ts';
import { HANDLERS } from '../src/routes/index.ts';
import { TOLERANCES } from '../src/tolerances.ts';
import { type Fact, SECTIONS } from './facts.ts';

type Held = { readonly test: string; readonly file: string };

const TESTS = join(import.meta.dirname, '../test');

/** The tests whose names have ids of facts, by id. */
export function heldFacts(): Map<string, Held[]> {
  const held = new Map<string, Held[]>();
  for (const file of readdirSync(TESTS, { recursive: true, encoding: 'utf8' }).toSorted()) {
    if (!file.endsWith('.test.ts')) continue;
    const text = readFileSync(join(TESTS, file), 'utf8');
    for (const [, , name = ''] of text.matchAll(/(['"`])((?:(?!\1).)*?\[[a-z]+\.[a-z-]+\](?:(?!\1).)*)\1/g)) {
      const test = name.replaceAll(/ ?\[[a-z]+\.[a-z-]+\]/g, '').replaceAll(/%\w/g, '…');
      for (const [, id = ''] of name.matchAll(/\[([a-z]+\.[a-z-]+)\]/g))
        held.set(id, [...(held.get(id) ?? []), { test, file }]);
    }
  }
  return held;
}

export function conformancePage(): string {
  const held = heldFacts();
  const facts = SECTIONS.flatMap((section) => section.facts);
  const count = facts.filter(({ id }) => held.has(id)).length;
  return [
    '# What the emulator knows, and what it guesses',
    '',
    '<!-- Written by `pnpm conformance`; do not edit it. A test fails if it is out of date. -->',
    '',
    'The emulator imitates an appliance of which little is published. This page lists each fact that it stands on and the test that holds it, and each guess, which an',
    'option overrides. Marks: **V** vendor document, **S** seen with a real appliance, **U** notes of operators, **F** read in the library that the appliance shows every',
    'sign of using, **I** inferred, **G** guess, **?** unknown after a search.',
    '',
    `Of ${facts.length} facts, tests hold ${count}.`,
    '',
    ...SECTIONS.flatMap(({ title, facts: own }) => [
      `## ${title}`,
      '',
      ...table(
        ['fact', 'mark', 'proved by'],
        own.map((fact) => [`\`${fact.id}\`: ${fact.text}`, fact.mark, heldBy(fact, held)]),
      ),
      '',
    ]),
    '## Tolerances',
    '',
    'Requests that are accepted although the specification does not allow them. Each use is listed in `emulator.served` and on the status page.',
    '',
    ...table(
      ['name', 'mark', 'what'],
      Object.entries(TOLERANCES).map(([name, { mark, what }]) => [`\`${name}\``, mark, what]),
    ),
    '',
    '## Guesses',
    '',
    'The option `guesses` overrides each of them; `fixtures` override a whole answer.',
    '',
    ...table(
      ['guess', 'value', 'why'],
      Object.entries(GUESSES).map(([name, { value, why }]) => [
        `\`${name}\``,
        `\`${JSON.stringify(value)}\``,
        why,
      ]),
    ),
    '',
    'Guesses about the content of responses, which a fixture overrides:',
    '',
    ...table(
      ['operations', 'guess'],
      GUESSED_ANSWERS.map(([ids, what]) => [`\`${ids}\``, what]),
    ),
    '',
    '## Writes',
    '',
    'The source for the effect of each operation that changes something.',
    '',
    ...table(['mark', 'operations'], writesByMark()),
    '',
    'Operations that only read return the state, or the example of the specification if the emulator has no state for them.',
    '',
  ].join('\n');
}

function heldBy({ id, untested }: Fact, held: ReadonlyMap<string, readonly Held[]>): string {
  const [first, ...more] = held.get(id) ?? [];
  if (first === undefined) return untested === undefined ? '**no test**' : `not tested: ${untested}`;
  return `${first.test} (\`${first.file}\`)${more.length > 0 ? `, and ${more.length} more` : ''}`;
}

function writesByMark(): string[][] {
  const writes = operations.filter(({ method, path }) => method !== 'get' && !path.startsWith('/oauth/'));
  const marks = ['V', 'S', 'U', 'I', 'G'] as const;
  return marks.map((mark) => {
    const ids = writes
      .map(({ operationId }) => operationId)
      .filter((id) => {
        const handler = HANDLERS[id];
        return handler !== undefined && markOf(handler) === mark;
      });
    return [
      mark,
      ids
        .toSorted()
        .map((id) => `\`${id}\``)
        .join(', '),
    ];
  });
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  return [line(head), line(head.map(() => '---')), ...rows.map(line)];
}

function line(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', String.raw`\|`)).join(' | ')} |`;
}
