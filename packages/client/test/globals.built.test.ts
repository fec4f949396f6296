import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

test('importing the package, creating a client and calling with it touches nothing global', () => {
  const program = join(import.meta.dirname, 'look-at-globals.mjs');
  const { stdout, stderr } = spawnSync(process.execPath, [program], { encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(JSON.parse(stdout)).toEqual({ code: 'unreachable', added: [], same: true });
});
