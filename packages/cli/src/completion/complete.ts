/**
 * `cloudlink complete -- <words>`, which the shells call; the last word is being typed. The framework's
 * command tree says what may follow. It asks no questions, prints no errors, and ends with the directive that
 * the scripts read.
 *
 * @module
 */
import { PassThrough } from 'node:stream';
import type { Command, Option } from 'commander';
import { topics } from '../generated/topics.ts';
import { untilAborted } from '../deadline.ts';
import type { Io, Output } from '../io.ts';
import { jobs } from '../jobs/index.ts';
import { buildProgram } from '../program.ts';
import { createSession, type Session } from '../session.ts';
import { type Candidate, argumentCandidates, isFileOption, optionCandidates } from './candidates.ts';

/** Directives of the scripts: whether the shell offers files. */
const DIRECTIVE = { files: 0, noFiles: 4 };

/** Time limit after pressing Tab. */
const PATIENCE_MS = 2_000;

type Place = {
  readonly command: Command;
  /** Arguments of the command so far. */
  readonly args: readonly string[];
  /** Words of the command, such as `['machines', 'get']`. */
  readonly path: readonly string[];
  /** The flag whose value is being typed. */
  readonly option: Option | undefined;
};

export async function complete(words: readonly string[], stdout: Output, signal: AbortSignal): Promise<void> {
  const session = createSession(silent(stdout), signal);
  const until = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]);
  const answer = await untilAborted(answerTo(words, session), until).catch(() => ({
    candidates: [],
    files: false,
  }));
  const typed = words.at(-1) ?? '';
  const prefix = typed.startsWith('--') && typed.includes('=') ? typed.slice(typed.indexOf('=') + 1) : typed;
  const lines = answer.candidates
    .filter(([value]) => value.startsWith(prefix) && isSafe(value))
    .map(([value, description]) => `${value}\t${description.replaceAll(/\s+/g, ' ').slice(0, 80)}`);
  stdout.write([...lines, `:${answer.files ? DIRECTIVE.files : DIRECTIVE.noFiles}`, ''].join('\n'));
}

/** Some shells expand the candidates, so names with special characters are not offered. */
function isSafe(value: string): boolean {
  return /^[\w.@:+=,/-]+$/.test(value);
}

async function answerTo(
  words: readonly string[],
  session: Session,
): Promise<{ candidates: Candidate[]; files: boolean }> {
  const before = words.slice(0, -1);
  const typed = words.at(-1) ?? '';
  const program = await buildProgram(before, session);
  const place = placeOf(program, before, typed);
  session.globals = globalsIn(before);
  if (place.option !== undefined)
    return { candidates: await optionCandidates(place.option, session), files: isFileOption(place.option) };
  if (typed.startsWith('-')) return { candidates: flagsOf(program, place.command), files: false };
  if (place.path.length === 0) return { candidates: place.args.length > 0 ? [] : firstWords(), files: false };
  const subcommands = place.command.commands.map((one): Candidate => [
    one.name(),
    one.summary() || one.description(),
  ]);
  return { candidates: [...subcommands, ...(await argumentCandidates(place, session))], files: false };
}

function placeOf(program: Command, before: readonly string[], typed: string): Place {
  let command = program;
  const args: string[] = [];
  const path: string[] = [];
  let option: Option | undefined;
  for (const word of before) {
    const isValue = option !== undefined;
    option = undefined;
    if (isValue) continue;
    if (word.startsWith('-')) option = word.includes('=') ? undefined : valueOption(program, command, word);
    else {
      const child = command.commands.find((one) => one.name() === word);
      if (child === undefined || args.length > 0) args.push(word);
      else {
        command = child;
        path.push(word);
      }
    }
  }
  const [flag = ''] = typed.split('=');
  if (typed.startsWith('--') && typed.includes('=')) option = valueOption(program, command, flag);
  return { command, args, path, option };
}

/** The option of a flag that requires a value. */
function valueOption(program: Command, command: Command, flag: string): Option | undefined {
  const found = [...command.options, ...program.options].find(
    ({ long, short }) => long === flag || short === flag,
  );
  return found?.required ? found : undefined;
}

function flagsOf(program: Command, command: Command): Candidate[] {
  const options = command === program ? program.options : [...command.options, ...program.options];
  return [...options.map((one): Candidate => [one.long ?? '', one.description]), ['--help', 'show the help']];
}

function firstWords(): Candidate[] {
  const names = new Set([...Object.keys(jobs), ...Object.keys(topics)]);
  return [...names].map((name) => [name, jobs[name]?.summary ?? topics[name]?.methods.join(', ') ?? '']);
}

/** The global flags that select a Center. */
function globalsIn(words: readonly string[]): Session['globals'] {
  const valueAfter = (flag: string): string | undefined => {
    const index = words.lastIndexOf(flag);
    return index < 0 ? undefined : words[index + 1];
  };
  const profile = valueAfter('--profile');
  const address = valueAfter('--address');
  return {
    ...(profile !== undefined && { profile }),
    ...(address !== undefined && { address: [address] }),
    ...(words.includes('--emulator') && { emulator: true }),
  };
}

/** Streams that cannot ask questions and print nothing but the answer. */
function silent(stdout: Output): Io {
  const nothing = new PassThrough();
  nothing.resume();
  return { stdin: new PassThrough(), stdout, stderr: nothing };
}
