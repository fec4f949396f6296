#!/usr/bin/env node
/**
 * The command `cloudlink-emulator`.
 *
 * @module
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startEmulator } from './start-emulator.ts';

const USAGE = `Usage: cloudlink-emulator [--port <number>] [--client-id <name>]

Runs an emulated CloudLink Center until Ctrl+C. The secret of the client user comes from the environment variable
CLOUDLINK_CLIENT_SECRET, or is emulated-secret.`;

try {
  const { values } = parseArgs({
    options: { port: { type: 'string' }, 'client-id': { type: 'string' }, help: { type: 'boolean' } },
  });
  if (values.help) console.log(USAGE);
  else await run(values.port, values['client-id']);
} catch (error) {
  console.error(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
  process.exitCode = 1;
}

async function run(port: string | undefined, clientId: string | undefined): Promise<void> {
  const clientSecret = process.env['CLOUDLINK_CLIENT_SECRET'];
  const emulator = await startEmulator({
    ...(port === undefined ? {} : { port: readPort(port) }),
    ...(clientId === undefined ? {} : { clientId }),
    ...(clientSecret ? { clientSecret } : {}),
  });
  const folder = mkdtempSync(join(tmpdir(), 'cloudlink-emulator-'));
  const caFile = join(folder, 'ca.pem');
  writeFileSync(caFile, emulator.ca);
  // Whoever reads the lines below may end the command at once.
  const end = (): void => {
    rmSync(folder, { recursive: true, force: true });
    void emulator.close();
  };
  process.once('SIGINT', end).once('SIGTERM', end);
  console.log(`address      ${emulator.url}`);
  console.log(`client id    ${emulator.clientId}`);
  console.log(`secret       ${clientSecret ? 'as in CLOUDLINK_CLIENT_SECRET' : 'emulated-secret'}`);
  console.log(`CA           ${caFile}`);
  console.log(`SHA-256      ${emulator.fingerprint256}`);
  console.log('\nPress Ctrl+C to end it.');
}

function readPort(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new TypeError('--port must be a number from 0 to 65535.');
  return port;
}
