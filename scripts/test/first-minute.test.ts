/**
 * What a newcomer reads first: the root README, the end of `npm start`, and which Node they need. All must
 * say the same.
 */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { NODES } from '../matrix/versions.ts';
import { nextSteps } from '../steps/next-steps.ts';

type Manifest = {
  private?: boolean;
  packageManager: string;
  scripts: Record<string, string>;
  engines?: { node?: string };
  bin?: Record<string, string>;
};

const root = join(import.meta.dirname, '../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
// The manifests are ours, and pnpm refuses others.
const manifestOf = (path: string): Manifest => JSON.parse(read(path)) as Manifest;
const own = manifestOf('package.json');
const published = globSync('packages/*/package.json', { cwd: root }).filter(
  (path) => !manifestOf(path).private,
);
const readme = read('README.md');
const [oldest, ...newer] = NODES;
const minor = oldest.split('.').slice(0, 2).join('.');

test.each([
  'README.md',
  'docs/runtimes.md',
  'packages/client/README.md',
  'packages/docs/src/content/docs/start/install.mdx',
  'packages/docs/src/content/docs/start/first-call.mdx',
  'packages/docs/src/content/docs/guides/runtimes.mdx',
])('%s names the Node that the packages ask for', (path) => {
  const named = [...read(path).matchAll(/\bNode (2\d\.\d+)(?:\.\d+)? (?:and|or) later/g)].map(
    ([, version]) => version,
  );
  expect(named).toContain(minor);
  expect(new Set(named)).toEqual(new Set([minor]));
});

test('the README says which versions of Node run its quick start, and they are those of the matrix', () => {
  const versions = [minor, ...newer.map((version) => version.split('.')[0])];
  expect(readme).toContain(`runs on Node ${versions.slice(0, -1).join(', ')} and ${versions.at(-1)}`);
});

test('the README says what a clone needs, as package.json does', () => {
  const [, major] = /^>=(\d+)$/.exec(own.engines?.node ?? '') ?? [];
  expect(readme).toContain(`You need Node ${major} or later and npm.`);
});

test('what works for whoever has just cloned comes before what needs published packages', () => {
  const places = ['npm start', 'npm test', 'run web', 'run docs', 'run cloudlink', 'npm install @'].map(
    (words) => readme.indexOf(words),
  );
  expect(places).not.toContain(-1);
  expect(places).toEqual(places.toSorted((one, other) => one - other));
});

test.each(['README.md', ...published.map((path) => path.replace('package.json', 'README.md'))])(
  'the first program of %s needs no syntax that Node 22 lacks',
  (path) => {
    const [, code = ''] = /```ts\n(.*?)```/s.exec(read(path)) ?? [];
    expect(code).not.toMatch(/\bawait using\b|^using\b/m);
  },
);

test('the README lists every package, and the scripts that it names exist', () => {
  for (const path of published) expect(readme).toContain(`](${path.replace('/package.json', '')})`);
  for (const private_ of ['packages/docs', 'packages/client/examples/web'])
    expect(readme).toContain(`](${private_})`);
  const commands = [...readme.matchAll(/npx (pnpm@[\d.]+) run (\w+)/g)];
  expect(commands.length).toBeGreaterThanOrEqual(3);
  for (const [, manager, script = ''] of commands) {
    expect(manager).toBe(own.packageManager);
    expect(Object.keys(own.scripts)).toContain(script);
  }
  expect(readme.split('\n').length).toBeLessThanOrEqual(150);
});

test('npm start ends with three things to do, and each of them is there', () => {
  const text = nextSteps(own.packageManager);
  expect(text.match(/^ {2}\d\./gm)).toHaveLength(3);
  const files = [...text.matchAll(/packages\/\S+/g)].map(([path]) => path);
  expect(files.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  for (const [, script = ''] of text.matchAll(/ run (\w+)/g))
    expect(Object.keys(own.scripts)).toContain(script);
  expect(own.scripts['cloudlink']).toBe(
    `node packages/cli/${manifestOf('packages/cli/package.json').bin?.['cloudlink']?.replace('./', '')}`,
  );
});
