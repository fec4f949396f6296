/**
 * Finds a command of the program, or an operation of the tables, by its words.
 *
 * @module
 */
import type { Command } from 'commander';
import { CommandError } from './command-error.ts';
import { topics } from './generated/topics.ts';
import type { OperationRow } from './topic-table.ts';

/** The generated command for words such as `['backup', 'restore']`, which a job extends. */
export function commandAt(program: Command, words: readonly string[]): Command {
  return words.reduce((parent, word) => {
    const found = parent.commands.find((command) => command.name() === word);
    if (found === undefined) throw new Error(`${words.join(' ')} is not a command.`);
    return found;
  }, program);
}

/** The command of a topic, or a new one for a word without a table. */
export function topicAt(program: Command, word: string, description: string): Command {
  return (
    program.commands.find((command) => command.name() === word) ??
    program.command(word).description(description)
  );
}

/**
 * @param name - `machines.rotateKeys`, `machines.rotate-keys` or `machines rotate-keys`.
 * @throws CommandError `usage` if there is no such operation.
 */
export async function operationNamed(name: string): Promise<OperationRow> {
  const words = name
    .trim()
    .split(/[.\s]+/)
    .map(kebab);
  const [first = ''] = words;
  const entry = Object.hasOwn(topics, first) ? topics[first] : undefined;
  const found = (await entry?.load())?.topic.operations.find(
    ({ command }) => command.join(' ') === words.join(' '),
  );
  if (found === undefined) {
    const known = entry === undefined ? 'See cloudlink --help' : `See cloudlink ${first} --help`;
    throw new CommandError('usage', `There is no operation "${name}". ${known}.`);
  }
  return found;
}

function kebab(word: string): string {
  return word.replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase();
}
