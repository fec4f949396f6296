/**
 * Runs command lines in this process, with streams of the test's own, and a home that is thrown away. The
 * sources are imported by their path for the reason in emulator.ts.
 *
 * @module
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { vi } from 'vitest';
import { runCommandLine } from '../../cli/src/main.ts';
import type { Emulator } from './emulator.ts';

export type Run = { code: number; stdout: string; stderr: string };
export type RunOptions = {
  stdin?: string;
  /** Terminals: nothing answers them, but output is for people. */
  columns?: number;
  signal?: AbortSignal;
  /** Told what has been printed so far. */
  onOutput?: (text: string) => void;
};

export async function run(words: readonly string[], options: RunOptions = {}): Promise<Run> {
  const { stdin = '', columns, signal = new AbortController().signal, onOutput } = options;
  const out = collector(columns, onOutput);
  const err = collector();
  const io = { stdin: Readable.from([stdin], { objectMode: false }), stdout: out.stream, stderr: err.stream };
  const code = await runCommandLine(words, io, signal);
  return { code, stdout: out.text(), stderr: err.text() };
}

function collector(
  columns?: number,
  onOutput?: (text: string) => void,
): { stream: PassThrough; text: () => string } {
  let text = '';
  const stream = new PassThrough();
  stream.setEncoding('utf8').on('data', (piece: string) => {
    text += piece;
    onOutput?.(text);
  });
  if (columns !== undefined) Object.assign(stream, { isTTY: true, columns });
  return { stream, text: () => text };
}

/** A folder with the environment that makes it the home of every command. */
export function temporaryHome(): Disposable & { folder: string; env: Record<string, string> } {
  const folder = mkdtempSync(join(tmpdir(), 'cloudlink-cli-'));
  const env = {
    HOME: folder,
    XDG_CONFIG_HOME: join(folder, 'config'),
    XDG_DATA_HOME: join(folder, 'data'),
    XDG_CACHE_HOME: join(folder, 'cache'),
    NO_COLOR: '1',
  };
  return { folder, env, [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) };
}

/**
 * Lets commands of this process call the emulator, from a home and a working folder that are thrown away. The
 * working folder holds the CA as `clc-ca.pem`.
 */
export function commandsFor(emulator: Emulator): Disposable & { work: string; ca: string } {
  const home = temporaryHome();
  const before = process.cwd();
  const work = join(home.folder, 'work');
  const ca = join(work, 'clc-ca.pem');
  mkdirSync(work);
  writeFileSync(ca, emulator.ca);
  const env = {
    ...home.env,
    CLOUDLINK_ADDRESS: emulator.url,
    CLOUDLINK_CLIENT_ID: emulator.clientId,
    CLOUDLINK_CLIENT_SECRET: emulator.clientSecret,
    CLOUDLINK_CA: ca,
  };
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  process.chdir(work);
  return {
    work,
    ca,
    [Symbol.dispose]() {
      process.chdir(before);
      vi.unstubAllEnvs();
      home[Symbol.dispose]();
    },
  };
}
