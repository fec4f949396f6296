/**
 * Runs an emulator in the foreground, until a signal ends it.
 *
 * @module
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EmulatorOptions } from '../options.ts';
import type { ServedRequest } from '../request-log.ts';
import { startEmulator } from '../start-emulator.ts';

export async function run(options: EmulatorOptions): Promise<void> {
  const emulator = await startEmulator({ ...options, onRequest: createToleranceLog() });
  const folder = mkdtempSync(join(tmpdir(), 'cloudlink-emulator-'));
  const caFile = join(folder, 'ca.pem');
  writeFileSync(caFile, emulator.ca);
  // Handle signals before printing, since a reader of the output may end the command at once.
  const end = (): void => {
    rmSync(folder, { recursive: true, force: true });
    emulator.close().catch((error: unknown) => {
      console.error(error instanceof Error ? error.message : error);
      process.exitCode = 1;
    });
  };
  process.once('SIGINT', end).once('SIGTERM', end);
  for (const { url } of emulator.nodes) console.log(`address      ${url}`);
  // The state `factory` has no client user: the first set-up creates one.
  if (options.state === 'factory') console.log('sign in as   secadmin, with scope=built_in_client');
  console.log(`client id    ${options.state === 'factory' ? 'secadmin' : emulator.clientId}`);
  console.log(`secret       ${secretOf(options)}`);
  console.log(`CA           ${caFile}`);
  console.log(`SHA-256      ${emulator.fingerprint256}`);
  if (emulator.control !== undefined) console.log(`control      ${emulator.control.page}`);
  console.log('\nPress Ctrl+C to end it.');
}

function secretOf({ state, clientSecret, password }: EmulatorOptions): string {
  if (state === 'factory')
    return password === undefined ? 'emulated-password' : 'as in CLOUDLINK_EMULATOR_PASSWORD';
  return clientSecret === undefined ? 'emulated-secret' : 'as in CLOUDLINK_CLIENT_SECRET';
}

/** Prints each tolerance once, since another server may refuse the request. */
function createToleranceLog(): (request: ServedRequest) => void {
  const said = new Set<string>();
  return ({ method, path, tolerated = [] }) => {
    for (const one of tolerated) {
      const [name = ''] = one.split(':');
      if (said.has(name)) continue;
      said.add(name);
      console.error(`Tolerated in ${method} ${path}: ${one}. The appliance accepts it too.`);
    }
  };
}
