/**
 * What a start costs is what it loads: these lists hold it, on every machine alike. `pnpm bench:cli` has the
 * times.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Place, place } from './child.ts';

const HOOK = fileURLToPath(new URL('list-modules.mjs', import.meta.url));
let at: Place;

beforeAll(async () => {
  at = await place();
});
afterAll(() => at[Symbol.asyncDispose]());

/** Own files by name, and the packages beside them. */
async function loadedBy(...words: string[]): Promise<{ own: string[]; packages: string[] }> {
  const file = join(at.folder, 'modules.json');
  const ended = await at.cloudlink(words, {
    env: { NODE_OPTIONS: `--import=${HOOK}`, LOADED_MODULES: file },
  });
  expect(ended.code, ended.stderr).toBe(0);
  const urls = (JSON.parse(readFileSync(file, 'utf8')) as string[]).filter((url) => url.startsWith('file:'));
  const own = urls.flatMap((url) => /cloudlink-packed-\w+\/package\/dist\/(.*)\.js$/.exec(url)?.[1] ?? []);
  const packages = urls.flatMap(
    (url) =>
      /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url)?.[1] ??
      /\/packages\/(\w+)\/dist\//.exec(url)?.[1]?.replace(/^/, '@cloudlink-center/') ??
      [],
  );
  return { own: own.toSorted(), packages: [...new Set(packages)].toSorted() };
}

const TOPIC_HELP = [
  'bin',
  'command-error',
  'deadline',
  'failure',
  'generated/topics',
  'generated/topics/machines',
  'global-flags',
  'io',
  'jobs/index',
  'main',
  'name-kinds',
  'operation-command',
  'operation-example',
  'operation-help',
  'operation-options',
  'process',
  'program',
  'root-help',
  'session',
  'shell-words',
];

test('the version needs nothing', async () => {
  expect(await loadedBy('--version')).toEqual({ own: ['bin'], packages: [] });
});

test('the help of a topic needs its table and the framework', async () => {
  expect(await loadedBy('machines', '--help')).toEqual({ own: TOPIC_HELP, packages: ['commander'] });
});

test('completion of a command does, too', async () => {
  const { own, packages } = await loadedBy('complete', '--', 'machines', 'ro');
  expect(own.filter((name) => !TOPIC_HELP.includes(name))).toEqual([
    'completion/candidates',
    'completion/complete',
  ]);
  expect(packages).toEqual(['commander']);
});

test('a call needs the client, and no package for forms of output', async () => {
  const { own, packages } = await loadedBy('machines', 'list');
  expect(own.filter((name) => /^(jobs|generated|completion)\//.test(name))).toEqual([
    'generated/topics',
    'generated/topics/machines',
    'jobs/index',
  ]);
  // What the client brings along is its own affair.
  const others = packages.filter((name) => !/^(@cloudlink-center\/|undici$|openapi-fetch$)/.test(name));
  expect(others).toEqual(['commander', 'env-paths', 'is-safe-filename']);
});
