/**
 * Every benchmark stays runnable: tiny rounds, no look at the figures.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const bench = fileURLToPath(new URL('..', import.meta.url));

test.each([
  ['bench-auth.ts', ['--rounds', '1', '--client', 'ours'], 'eight cold processes'],
  ['bench-transfers.ts', ['--mib', '8'], 'uploading'],
  ['bench-types.ts', ['--rounds', '1', '--calls', '2', '--compiler', 'TypeScript 7'], 'CloudLink, named'],
])(
  '%s runs and prints its table',
  (file, args, row) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [file, ...args], {
      cwd: bench,
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    expect(status).toBe(0);
    expect(stdout).toContain(row);
  },
  120_000,
);
