/**
 * Starts an emulator in the background, and prints environment variables for calling it.
 *
 * @module
 */
import { spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const PAUSE_MS = 20;

/** @param args - The arguments of the command, without `--env`. */
export async function startInBackground(args: readonly string[]): Promise<void> {
  const log = join(mkdtempSync(join(tmpdir(), 'cloudlink-emulator-log-')), 'output');
  const output = openSync(log, 'a', 0o600);
  // A file, since a pipe would close with this process.
  const child = spawn(process.execPath, [process.argv[1] ?? '', ...args], {
    detached: true,
    stdio: ['ignore', output, output],
  });
  closeSync(output);
  let text = '';
  while (!text.includes('Ctrl+C')) {
    if (child.exitCode !== null) throw new Error(text.trim() || 'The emulator ended immediately.');
    await delay(PAUSE_MS);
    text = readFileSync(log, 'utf8');
  }
  child.unref();
  const value = (name: string): string => new RegExp(`^${name} +(\\S+)`, 'm').exec(text)?.[1] ?? '';
  const isFactory = text.includes('built_in_client');
  const secret = isFactory
    ? process.env['CLOUDLINK_EMULATOR_PASSWORD'] || 'emulated-password'
    : process.env['CLOUDLINK_CLIENT_SECRET'] || 'emulated-secret';
  const [page = '', controlToken = ''] = value('control').split('/#');
  const variables = {
    CLOUDLINK_URL: value('address'),
    CLOUDLINK_CLIENT_ID: value('client id'),
    CLOUDLINK_CLIENT_SECRET: secret,
    CLOUDLINK_CA: value('CA'),
    CLOUDLINK_EMULATOR_PID: String(child.pid),
    // For Node, curl and Python's requests.
    NODE_EXTRA_CA_CERTS: value('CA'),
    CURL_CA_BUNDLE: value('CA'),
    REQUESTS_CA_BUNDLE: value('CA'),
    ...(page !== '' && { CLOUDLINK_CONTROL_URL: page, CLOUDLINK_CONTROL_TOKEN: controlToken }),
  };
  for (const [name, content] of Object.entries(variables)) console.log(`export ${name}=${quoted(content)}`);
}

/** For POSIX shells: within single quotes only the quote itself is special. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
