/**
 * Keeps the README true: the session in it is what the packed command says. `RECORD=1 vitest run test/readme`
 * writes it anew.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Place, place } from './child.ts';

const file = join(import.meta.dirname, '../README.md');
const readme = readFileSync(file, 'utf8');
const ADDRESS = 'https://clc.example.com';

test('the session is what was typed, and what came', async () => {
  const [, recorded = ''] = /```console\n(.*?)```/s.exec(readme) ?? [];
  const typed = recorded.split('\n').filter((line) => line.startsWith('$ '));
  expect(typed.length).toBeGreaterThan(8);
  await using at = await place({ workDuration: 300 });
  writeFileSync(join(at.folder, 'work/secret.txt'), `${at.emulator.clientSecret}\n`);
  let seen = '';
  for (const line of typed) seen += `${line}\n${await answer(at, line.slice(2))}`;
  if (process.env['RECORD'])
    writeFileSync(
      file,
      readme.replace(recorded, () => seen),
    );
  else expect(seen).toBe(recorded);
});

test('it lists every exit code and every environment variable', async () => {
  for (const code of [0, 1, 2, 3, 4, 5, 6, 7, 130])
    expect(readme).toMatch(new RegExp(`^\\| +${code} \\|`, 'm'));
  const sources = ['settings', 'secret', 'connection', 'output/print', 'jobs/login', 'client-options'];
  const named = sources.flatMap((name) => {
    const text = readFileSync(join(import.meta.dirname, `../src/${name}.ts`), 'utf8');
    return text.match(/CLOUDLINK_[A-Z_]+/g) ?? [];
  });
  for (const name of new Set(named)) expect(readme).toContain(`\`${name}\``);
  expect(readme.split('\n').length).toBeLessThan(150);
});

/** The name of a backup holds the time, and its size is the emulator's affair. */
async function answer(at: Place, line: string): Promise<string> {
  const env = {
    CLOUDLINK_CLIENT_SECRET: undefined,
    CLOUDLINK_CLIENT_ID: undefined,
    CLOUDLINK_ADDRESS: undefined,
  };
  const { stdout } = await at.shell(`exec 2>&1; ${line.replaceAll(ADDRESS, at.emulator.url)}`, { env });
  return stdout
    .replaceAll(at.emulator.url, ADDRESS)
    .replaceAll(/clc1-\d+\.bak/g, 'clc1-1795641049455.bak')
    .replaceAll(/^\d+ bytes/gm, '3632 bytes');
}
