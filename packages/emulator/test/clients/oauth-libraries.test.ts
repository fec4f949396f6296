/**
 * OAuth libraries that know nothing of this project, with their defaults, each in a process of its own that
 * trusts the emulator's authority.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { startEmulator } from '../../src/index.ts';

const run = promisify(execFile);

test.each([
  ['@badgateway/oauth2-client', 'badgateway.ts', true],
  ['openid-client', 'openid-client.ts', false],
  ['simple-oauth2', 'simple-oauth2.ts', true],
])('%s gets a token with its defaults, and calls with it', async (_, program, isBasic) => {
  await using emulator = await startEmulator({ checkAnswers: true });
  const folder = mkdtempSync(join(tmpdir(), 'cloudlink-oauth-'));
  const ca = join(folder, 'ca.pem');
  writeFileSync(ca, emulator.ca);
  const env = {
    ...process.env,
    NODE_EXTRA_CA_CERTS: ca,
    BASE: emulator.url,
    ID: emulator.clientId,
    SECRET: emulator.clientSecret,
  };
  const { stdout } = await run(process.execPath, [join(import.meta.dirname, program)], { env });
  expect(stdout).toBe('automation\n');
  const [tokenRequest] = emulator.served;
  expect(tokenRequest).toMatchObject({ operation: 'oauth.requestToken', status: 200 });
  expect(tokenRequest?.tolerated?.includes('basic-credentials') ?? false).toBe(isBasic);
  rmSync(folder, { recursive: true });
});
