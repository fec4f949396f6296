/**
 * scripts/README.md names every script and every command of package.json, and each script says which command
 * runs it. Part of `npm test`.
 *
 * @module
 */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const map = read('scripts/README.md');
// The file is this repository's own.
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };

/** The first comment of a file. */
/** The first comment of a script. Its lines are joined, since a command may be wrapped. */
const headOf = (path: string): string =>
  (/^\/\*\*.*?\*\//s.exec(read(path))?.[0] ?? '').replaceAll(/\s*\n \* ?/g, ' ');

test('the map names every script, and every folder of parts', () => {
  const names = globSync('scripts/*', { cwd: root })
    .map((path) => path.slice('scripts/'.length))
    .filter((name) => /\.(ts|mjs)$/.test(name) || !name.includes('.'))
    .filter((name) => name !== 'node_modules');
  expect(names).toContain('bootstrap.mjs');
  expect(names.filter((name) => !new RegExp(`\`${name}/?\``).test(map))).toEqual([]);
});

test('the map names every command of package.json', () => {
  // `npm test` and `npm start` go without pnpm, and pnpm has a command `docs` of its own.
  const missing = Object.keys(scripts).filter(
    (name) =>
      ![`pnpm ${name}`, `pnpm run ${name}`, `npm ${name}`, name].some((call) => map.includes(`\`${call}\``)),
  );
  expect(missing).toEqual([]);
});

test('every script says in its first lines which command runs it', () => {
  const files = globSync('scripts/**/*.{ts,mjs,js,cjs}', {
    cwd: root,
    exclude: ['**/node_modules/**', 'scripts/test/**'],
  });
  expect(files.length).toBeGreaterThan(50);
  const command = /`(pnpm|npm|node) [^`]+`/;
  expect(files.filter((path) => !command.test(headOf(path)))).toEqual([]);
});

test('the file that a command of package.json runs names that command', () => {
  const silent = Object.entries(scripts).flatMap(([name, line]) => {
    const file = /^node (?:--\S+ )?(\S+\.(?:ts|mjs))/.exec(line)?.[1];
    if (file === undefined) return [];
    return [`pnpm ${name}`, `pnpm run ${name}`, `npm ${name}`].some((call) => headOf(file).includes(call))
      ? []
      : [`${file}: pnpm ${name}`];
  });
  expect(silent).toEqual([]);
});
