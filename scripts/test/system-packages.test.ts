/**
 * The runners of GitHub get what the tests need. Part of `npm test`.
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
/** The images of GitHub have them; Firefox has another name there, which the action mends. */
const ON_THE_RUNNER = new Set(['chromium', 'firefox-esr', 'iproute2', 'curl', 'openssl']);

test('the action for GitHub installs each system package that its runners lack', () => {
  const script = readFileSync(join(root, 'scripts/system-packages.ts'), 'utf8');
  const action = readFileSync(join(root, '.github/actions/system-packages/action.yml'), 'utf8');
  const needed = [...script.matchAll(/debian: '([^']+)'/g)].map(([, name = '']) => name);
  expect(needed).toContain('redis-server');
  expect(needed.filter((name) => !ON_THE_RUNNER.has(name) && !action.includes(` ${name}`))).toEqual([]);
});
