/**
 * Converts typed texts to values of the API, and reads secrets and bodies. `operation-options.ts` creates the
 * options.
 *
 * @module
 */
import { accessSync, constants } from 'node:fs';
import { askSecret } from './ask.ts';
import { CommandError } from './command-error.ts';
import { canAsk, type Io } from './io.ts';
import { allLines, linesOf } from './secret.ts';
import { readText } from './settings.ts';
import type { Typed } from './operation-options.ts';
import type { Flag } from './topic-table.ts';

/** Converts one value for the API. */
export async function valueOf(flag: Flag, typed: Typed, io: Io): Promise<unknown> {
  const texts = typed === true ? ['true'] : typeof typed === 'string' ? [typed] : typed;
  if (flag.secret) {
    const secrets: string[] = [];
    for (const text of texts) secrets.push(...(await secretsFrom(flag, text, io)));
    return flag.type === 'strings' ? secrets : secrets[0];
  }
  const values = texts.map((text) => converted(flag, text));
  return flag.type === 'strings' || flag.type === 'integers' ? values : values[0];
}

/** Asks for a missing required secret on the terminal. */
export async function askFlag(flag: Flag, io: Io): Promise<unknown> {
  if (!flag.secret || !canAsk(io)) return undefined;
  const secret = await askSecret(io, flag.description || flag.flag);
  return flag.type === 'strings' ? secret.split(/\s*,\s*/) : secret;
}

function converted({ flag, type }: Flag, text: string): unknown {
  if (type === 'boolean') {
    if (text === 'true' || text === 'false') return text === 'true';
    throw new CommandError('usage', `--${flag} takes true or false, not "${text}". Put arguments before it.`);
  }
  if (type === 'integer' || type === 'integers' || type === 'number') {
    const value = Number(text);
    const isFine =
      text.trim() !== '' && (type === 'number' ? Number.isFinite(value) : Number.isSafeInteger(value));
    if (!isFine) throw new CommandError('usage', `--${flag} takes a number, not "${text}".`);
    return value;
  }
  return text;
}

/** `-` is the next line of standard input, `@file` a file. For lists, each line is an item. */
async function secretsFrom({ flag, type }: Flag, text: string, io: Io): Promise<string[]> {
  if (text === '-') {
    const lines = linesOf(io.stdin);
    if (type === 'strings') return await allLines(io);
    const { value } = await lines.next();
    if (!value) throw new CommandError('usage', `--${flag} -: standard input has no more lines.`);
    return [value];
  }
  if (!text.startsWith('@'))
    throw new CommandError(
      'usage',
      `--${flag} is a secret, and all users of this machine can see arguments. Give @file, or - for standard input.`,
    );
  const lines = readText(text.slice(1)).split(/\r?\n/).filter(Boolean);
  return type === 'strings' ? lines : lines.slice(0, 1);
}

/** `--body`: JSON, `@file.json`, or `-` for standard input. */
export async function bodyOf(text: string, io: Io, secrets: readonly string[]): Promise<unknown> {
  let json = text;
  if (text === '-') json = (await allLines(io)).join('\n');
  else if (text.startsWith('@')) json = readText(text.slice(1));
  const value = parsed(json);
  const isArgument = json === text;
  const named = secrets.filter((name) => Object.hasOwn(Object(value) as object, name));
  if (isArgument && named.length > 0)
    throw new CommandError(
      'usage',
      `--body contains a secret (${named.join(', ')}), and all users of this machine can see arguments. Give @file.json, or - for standard input.`,
    );
  return value;
}

/** The message of JSON.parse could quote a secret. */
function parsed(json: string): unknown {
  try {
    return JSON.parse(json) as unknown;
  } catch {
    throw new CommandError('usage', '--body is not JSON. Give JSON, @file.json, or - for standard input.');
  }
}

/** Checks that a file of a form can be read, before anything is sent. */
export function requireFile(flag: string, file: string): void {
  try {
    accessSync(file, constants.R_OK);
  } catch (error) {
    throw new CommandError(
      'usage',
      `--${flag} ${file}: ${(error as NodeJS.ErrnoException).code ?? 'cannot be read'}.`,
    );
  }
}
