/**
 * Programs that know nothing of this project: curl, Python's requests, and newman with a collection of our
 * own that calls as old ones did.
 */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { startEmulator } from '../../src/index.ts';

const run = promisify(execFile);
const here = import.meta.dirname;

test('curl does the first set-up of an appliance', async () => {
  await using emulator = await startEmulator({ state: 'factory', checkAnswers: true });
  const { stdout } = await run('sh', [join(here, 'first-set-up.sh'), emulator.url]);
  expect(JSON.parse(stdout)).toMatchObject({ assigned: true, start_date: '2016-03-01T00:00:00.000Z' });
  const { state } = emulator.store;
  expect(state).toMatchObject({
    vault: { auto: true },
    vaultCodes: ['made-up passcode'],
    passwords: { secadmin: 'another' },
  });
  expect(state.groups[0]?.networks).toEqual(['Lab']);
  expect(emulator.served.flatMap(({ tolerated = [] }) => tolerated)).toEqual(
    expect.arrayContaining([
      'text-after-json',
      'boolean-as-text',
      'unknown-field: name',
      'unknown-part: product',
    ]),
  );
});

test('Python’s requests encrypts a disk, uploads, deletes and logs out', async () => {
  await using emulator = await startEmulator({ workDuration: 200, checkAnswers: true });
  const folder = mkdtempSync(join(tmpdir(), 'cloudlink-python-'));
  const ca = join(folder, 'ca.pem');
  writeFileSync(ca, emulator.ca);
  // Debian's Python, for which the tests install requests.
  const env = { ...process.env, PATH: `/usr/bin:${process.env['PATH'] ?? ''}`, REQUESTS_CA_BUNDLE: ca };
  const { stdout } = await run('python3', [join(here, 'encrypt.py'), emulator.url, ca], { env });
  expect(stdout).toBe('encrypted /dev/mapper/svm_sdc\n200 401\n');
  rmSync(folder, { recursive: true });
});

test('newman runs a collection of old requests to its end', async () => {
  await using emulator = await startEmulator({ state: 'factory', checkAnswers: true });
  const uuid = emulator.registerMachine({
    name: 'app02',
    resources: [{ id: '1', mpoint: '/dev/sdc', state: 'unencrypted' }],
  });
  const newman = join(
    dirname(createRequire(import.meta.url).resolve('newman/package.json')),
    'bin/newman.js',
  );
  const variables = { base: emulator.url, file: join(here, 'collection.json'), machine: uuid, disk: '1' };
  const args = Object.entries(variables).flatMap(([name, value]) => ['--env-var', `${name}=${value}`]);
  const child = spawn(process.execPath, [
    newman,
    'run',
    join(here, 'collection.json'),
    '--insecure',
    '--color',
    'off',
    ...args,
  ]);
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  const [code] = (await once(child, 'close')) as [number];
  expect([code, code === 0 ? '' : output]).toEqual([0, '']);
  expect(emulator.requests.map(({ status }) => status).filter((status) => status >= 400)).toEqual([]);
  expect(emulator.requests.length).toBe(17);
});
