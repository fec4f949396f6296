/**
 * Documents with wrong values in random places, from a seed: each is used, or refused with one clear error
 * that names the file and the line. None ends in a stack.
 */
import { expect } from 'vitest';
import { compare } from '../src/diff/compare.ts';
import { isCodegenError } from '../src/errors.ts';
import { generate } from '../src/generate.ts';
import { describe } from '../src/read/read-description.ts';
import { appliance, type Json, knowledge, newerAppliance } from './descriptions.ts';

const WRONG: readonly unknown[] = [
  null,
  7,
  -1,
  true,
  '',
  'x',
  '#/definitions/VmModel',
  '../../x',
  [],
  [null],
  [[]],
  {},
  { $ref: 7 },
  { $ref: '#' },
  { type: 'object', properties: [] },
  { '': '' },
];
const known = knowledge();

/** Tries so many. */
export async function tryMutatedDocuments(wanted: number): Promise<void> {
  const random = seeded(20_261_125);
  const bases = [small(appliance()), small(newerAppliance()), known3(known)].map((document) =>
    JSON.stringify(document),
  );
  const before = await describe({ text: bases[0] ?? '', location: '/before.json' });
  let refused = 0;
  for (let count = 0; count < wanted; count += 1) {
    const document = JSON.parse(bases[count % bases.length] ?? '{}') as Json;
    const places = Array.from({ length: 1 + Math.floor(random() * 3) }, () => mutate(document, random));
    const text = JSON.stringify(document, undefined, 1);
    try {
      const description = await describe({ text, location: '/mutated.json' });
      generate(description, known);
      compare(before, description);
      compare(description, before);
    } catch (error) {
      refused += 1;
      expect(isCodegenError(error), `${places.join(' and ')}: ${String(error)}`).toBe(true);
      expect(error, places.join(' and ')).toMatchObject({
        source: '/mutated.json',
        line: expect.any(Number),
      });
      // Only for what no step foresaw.
      expect(String(error), places.join(' and ')).not.toMatch(
        /It cannot be used|Cannot read|is not a function|undefined/,
      );
    }
  }
  expect(refused).toBeGreaterThan(wanted / 10);
  expect(refused).toBeLessThan(wanted);
}

/** A few operations and the models that they use: more documents in the same time. */
function small(document: Json): Json {
  const paths = Object.entries(document['paths'] as Json).filter(([path]) =>
    /^\/(securevm|backup)/.test(path),
  );
  return { ...document, paths: Object.fromEntries(paths) };
}

function known3(document: object): Json {
  return small(JSON.parse(JSON.stringify(document)) as Json);
}

/** Puts a wrong value somewhere, or takes a value away. */
function mutate(document: Json, random: () => number): string {
  let at: Json | unknown[] = document;
  const path: string[] = [];
  for (;;) {
    const keys = Object.keys(at);
    const key = keys[Math.floor(random() * keys.length)] ?? 'new';
    path.push(key);
    const value: unknown = Reflect.get(at, key);
    if (typeof value === 'object' && value !== null && Object.keys(value).length > 0 && random() < 0.85) {
      at = value as Json;
      continue;
    }
    const wrong = WRONG[Math.floor(random() * WRONG.length)];
    if (random() < 0.1) Reflect.deleteProperty(at, key);
    else Reflect.set(at, key, structuredClone(wrong));
    return `${path.join(' > ')} = ${JSON.stringify(wrong)}`;
  }
}

/** Mulberry32: the same documents in each run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
