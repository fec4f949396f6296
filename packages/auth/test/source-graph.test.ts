/**
 * How the files of `src` stand to each other: no import circles, imports of types included, and files one can
 * take in.
 *
 * @module
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../src');
const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
const texts = new Map(files.map((name) => [name, readFileSync(join(root, name), 'utf8')]));

/** Names of the files that a file imports or re-exports from. */
function importsOf(name: string): string[] {
  const specifiers = texts.get(name)?.matchAll(/\bfrom '(\.[^']+)'|\bimport\('(\.[^']+)'\)/g) ?? [];
  return [...specifiers].map(([, direct, dynamic = '']) =>
    relative(root, join(root, dirname(name), direct ?? dynamic)),
  );
}

/** The first circle on a way from this file. */
function circleFrom(name: string, way: string[] = [], done = new Set<string>()): string[] | undefined {
  if (way.includes(name)) return [...way.slice(way.indexOf(name)), name];
  if (done.has(name)) return undefined;
  for (const next of importsOf(name)) {
    const circle = circleFrom(next, [...way, name], done);
    if (circle) return circle;
  }
  done.add(name);
  return undefined;
}

test('every import leads to a file', () => {
  expect(files.flatMap(importsOf).filter((name) => !texts.has(name))).toEqual([]);
  expect(files.flatMap(importsOf).length).toBeGreaterThan(files.length);
});

test('no file imports itself by a detour', () => {
  expect(files.map((name) => circleFrom(name)).filter((circle) => circle !== undefined)).toEqual([]);
});

test('files are short: the median under 70 lines, the longest under 200', () => {
  const lengths = [...texts.values()].map((text) => text.split('\n').length - 1).toSorted((a, b) => a - b);
  expect(lengths[Math.floor(lengths.length / 2)]).toBeLessThan(70);
  expect(lengths.at(-1)).toBeLessThan(200);
});
