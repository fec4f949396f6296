/**
 * Builds only the commands of the called topic.
 *
 * @module
 */
import { Command } from 'commander';
import { globalOptions, type Globals, VALUE_FLAGS } from './global-flags.ts';
import { topics } from './generated/topics.ts';
import { jobs } from './jobs/index.ts';
import { operationCommand } from './operation-command.ts';
import { rootHelp } from './root-help.ts';
import type { Session } from './session.ts';

/** A program for these words. The framework rejects unknown topics. */
export async function buildProgram(words: readonly string[], session: Session): Promise<Command> {
  const program = new Command('cloudlink')
    .description('Command line for operators of a CloudLink Center')
    .usage('<topic> <command> [arguments] [flags]')
    .helpCommand(false)
    .version('', '-V, --version', 'print the version')
    .showSuggestionAfterError();
  for (const option of globalOptions()) program.addOption(option);
  program.addHelpText('after', rootHelp);
  program.hook('preAction', () => {
    session.globals = program.opts<Globals>();
    // Packages that are loaded later obey it too.
    if (session.globals.color === false) process.env['NO_COLOR'] = '1';
  });
  const topic = firstWord(words);
  if (topic !== undefined) await addTopic(program, topic, session);
  forEachCommand(program, (command) => withStreams(command, session));
  return program;
}

/** The first word that is neither a flag nor its value. */
function firstWord(words: readonly string[]): string | undefined {
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? '';
    if (!word.startsWith('-')) return word;
    if (VALUE_FLAGS.has(word)) index += 1;
  }
  return undefined;
}

async function addTopic(program: Command, name: string, session: Session): Promise<void> {
  const table = Object.hasOwn(topics, name) ? topics[name] : undefined;
  const job = Object.hasOwn(jobs, name) ? jobs[name] : undefined;
  if (table !== undefined) {
    const { topic } = await table.load();
    const parent = program.command(name).description(`Operations on ${name.replaceAll('-', ' ')}`);
    for (const row of topic.operations)
      groupFor(parent, row.command).addCommand(operationCommand(row, session));
  }
  if (job !== undefined) (await job.load()).addTo(program, session);
  // Adds all names, so that the framework can suggest a similar one.
  if (table === undefined && job === undefined)
    for (const known of new Set([...Object.keys(jobs), ...Object.keys(topics)])) program.command(known);
}

/** The command of a group, created on first use. */
function groupFor(topic: Command, words: readonly string[]): Command {
  return words.slice(1, -1).reduce((parent, word) => {
    const present = parent.commands.find((command) => command.name() === word);
    return present ?? parent.command(word).description(`Operations on ${word.replaceAll('-', ' ')}`);
  }, topic);
}

function forEachCommand(command: Command, act: (command: Command) => void): void {
  act(command);
  for (const child of command.commands) forEachCommand(child, act);
}

function withStreams(command: Command, { io }: Session): void {
  command
    .exitOverride()
    .helpCommand(false)
    .configureHelp({ helpWidth: io.stdout.columns || 100, sortSubcommands: false })
    .configureOutput({
      writeOut: (text) => void io.stdout.write(text),
      writeErr: (text) => void io.stderr.write(text),
    });
}
