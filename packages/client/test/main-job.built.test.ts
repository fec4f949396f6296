import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startEmulator, type Emulator } from '@cloudlink-center/emulator';
import { type Ended, runNode } from '@cloudlink-center/testing/run-program';
import { afterAll, beforeAll, expect, test } from 'vitest';

const script = fileURLToPath(new URL('../examples/main-job.ts', import.meta.url));
let emulator: Emulator;
let folder: string;
let caFile: string;

beforeAll(async () => {
  emulator = await startEmulator({ workDuration: 200 });
  folder = mkdtempSync(join(tmpdir(), 'cloudlink-main-job-'));
  caFile = join(folder, 'ca.pem');
  writeFileSync(caFile, emulator.ca);
});
afterAll(async () => {
  await emulator.close();
  rmSync(folder, { recursive: true });
});

function run(args: string[], secret = emulator.clientSecret): Promise<Ended> {
  return runNode([script, ...args], { env: { CLOUDLINK_CLIENT_SECRET: secret } });
}

const appliance = (): string[] => ['--address', emulator.url, '--client-id', emulator.clientId];

test('without arguments it does everything on an emulator of its own', async () => {
  const { code, stdout, stderr } = await run([]);
  expect(stderr).toBe('');
  expect(code).toBe(0);
  expect(stdout).toMatch(/db01/);
  expect(stdout).toMatch(/100 % encrypted/);
  expect(stdout).toMatch(/\/dev\/mapper\/svm_/);
  expect(stdout).toMatch(/Logged out/);
});

test('against an appliance it sends only GETs after signing in', async () => {
  const before = emulator.requests.length;
  const { code, stdout } = await run([...appliance(), '--ca', caFile]);
  expect(code).toBe(0);
  expect(stdout).toMatch(/db01/);
  const sent = emulator.requests.slice(before).filter(({ path }) => !path.endsWith('/oauth/token'));
  expect(sent.length).toBeGreaterThan(0);
  expect(new Set(sent.map(({ method }) => method))).toEqual(new Set(['GET']));
});

test('a fingerprint works instead of a CA, and --logout logs out', async () => {
  const before = emulator.requests.length;
  const { code } = await run([...appliance(), '--fingerprint', emulator.fingerprint256, '--logout']);
  expect(code).toBe(0);
  expect(emulator.requests.slice(before).map(({ method }) => method)).toContain('DELETE');
});

test('with --machine, --disk and --yes it encrypts that disk of an appliance', async () => {
  const disk = ['--machine', '4be6c1f2-6a0d-4c0e-9b57-2d1c5f4a7e01', '--disk', '402653184001', '--yes'];
  const { code, stdout } = await run([...appliance(), '--ca', caFile, ...disk]);
  expect(code).toBe(0);
  expect(stdout).toContain('The encrypted device is /dev/mapper/svm_sda');
  expect(stdout).not.toContain('Logged out');
});

test.each([
  [
    'a disk without --yes',
    () => [...appliance(), '--ca', caFile, '--machine', 'u', '--disk', 'd'],
    'pass --machine',
  ],
  ['an untrusted certificate', () => appliance(), 'is not trusted'],
  [
    'an address that nobody answers at',
    () => ['--address', 'https://127.0.0.1:1', '--client-id', 'x'],
    'No answer from',
  ],
  ['a misspelt option', () => ['--adress', 'x'], '--adress'],
])('%s ends with one message and exit 1', async (_, args, message) => {
  const before = emulator.requests.length;
  const { code, stderr } = await run(args());
  expect(code).toBe(1);
  expect(stderr).toContain(message);
  expect(stderr).not.toMatch(/^\s+at /m);
  expect(emulator.requests.slice(before).map(({ method }) => method)).not.toContain('PUT');
});

test('a wrong secret ends with one message that does not hold it', async () => {
  const { code, stderr } = await run([...appliance(), '--ca', caFile], 'canary-secret-77');
  expect(code).toBe(1);
  expect(stderr).toContain('signing in failed');
  expect(stderr).not.toContain('canary-secret-77');
});
