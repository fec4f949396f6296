/**
 * Reads the secret of the client user. It is never an argument, since all users of a machine can see
 * arguments.
 *
 * @module
 */
import { askSecret } from './ask.ts';
import { CommandError } from './command-error.ts';
import { canAsk, type Input, type Io } from './io.ts';
import { keyringAccount, readFromKeyring } from './keyring.ts';
import { readText, type Settings } from './settings.ts';

const NO_SECRET =
  'No secret was given. Set CLOUDLINK_CLIENT_SECRET, or use --secret-file, --secret-stdin or the keyring (cloudlink login --keyring).';

/** @param fromStdin - Whether `--secret-stdin` was given. */
export async function readSecret(settings: Settings, io: Io, fromStdin: boolean): Promise<string> {
  if (fromStdin) return oneLine(await firstLine(io.stdin), 'standard input');
  const { namedSecretFile, secretFile, keyring, clientId = '', addresses } = settings;
  if (namedSecretFile !== undefined) return oneLine(readText(namedSecretFile), namedSecretFile);
  const given = process.env['CLOUDLINK_CLIENT_SECRET'];
  if (given) return given;
  if (secretFile !== undefined) return oneLine(readText(secretFile), secretFile);
  const kept = keyring ? await readFromKeyring(keyringAccount(addresses[0] ?? '', clientId)) : undefined;
  if (kept !== undefined) return kept;
  if (canAsk(io)) return askSecret(io, `Secret of ${clientId}`);
  throw new CommandError('refused', NO_SECRET);
}

function oneLine(text: string, from: string): string {
  const [line = ''] = text.split(/\r?\n/);
  if (line === '') throw new CommandError('usage', `There is no secret in ${from}.`);
  return line;
}

async function firstLine(stdin: Input): Promise<string> {
  return (await linesOf(stdin).next()).value ?? '';
}

const readers = new WeakMap<Input, AsyncGenerator<string, void, undefined>>();

/** Lines of standard input, from one reader for all callers. */
export function linesOf(stdin: Input): AsyncGenerator<string, void, undefined> {
  const reader = readers.get(stdin) ?? readLines(stdin);
  readers.set(stdin, reader);
  return reader;
}

/** The remaining lines. */
export async function allLines({ stdin }: Io): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of linesOf(stdin)) lines.push(line);
  return lines;
}

async function* readLines(stdin: Input): AsyncGenerator<string, void, undefined> {
  let rest = '';
  stdin.setEncoding('utf8');
  for await (const piece of stdin) {
    const lines = (rest + String(piece)).split(/\r?\n/);
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') yield rest;
}
