/**
 * Runs command lines of `cloudlink` in this process, against an emulator, with a home and a working folder that are thrown away.
 *
 * @module
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { Emulator } from '@cloudlink-center/emulator';
import { vi } from 'vitest';
import { runCommandLine } from '../../cli/src/main.ts';

export interface CommandLine extends Disposable {
  /** The working folder, with the files `clc-ca.pem` and `secret.txt`. */
  readonly folder: string;
  run(words: readonly string[], stdin?: string): Promise<{ code: number; stdout: string; stderr: string }>;
}

export function cloudlinkAt({ url, ca, clientId, clientSecret }: Emulator): CommandLine {
  const home = mkdtempSync(join(tmpdir(), 'cloudlink-docs-'));
  const folder = join(home, 'work');
  const before = process.cwd();
  mkdirSync(folder);
  process.chdir(folder);
  writeFileSync('clc-ca.pem', ca);
  writeFileSync('secret.txt', `${clientSecret}\n`);
  const env = {
    HOME: home,
    XDG_CONFIG_HOME: join(home, 'config'),
    XDG_DATA_HOME: join(home, 'data'),
    XDG_CACHE_HOME: join(home, 'cache'),
    NO_COLOR: '1',
    CLOUDLINK_ADDRESS: url,
    CLOUDLINK_CLIENT_ID: clientId,
    CLOUDLINK_CLIENT_SECRET: clientSecret,
    CLOUDLINK_CA: 'clc-ca.pem',
  };
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  return {
    folder,
    run,
    [Symbol.dispose]() {
      process.chdir(before);
      vi.unstubAllEnvs();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

async function run(
  words: readonly string[],
  stdin = '',
): Promise<{ code: number; stdout: string; stderr: string }> {
  const io = {
    stdin: Readable.from([stdin], { objectMode: false }),
    stdout: new PassThrough(),
    stderr: new PassThrough(),
  };
  const [out, err] = [text(io.stdout), text(io.stderr)];
  const code = await runCommandLine(words, io, new AbortController().signal);
  io.stdout.end();
  io.stderr.end();
  return { code, stdout: await out, stderr: await err };
}
