/**
 * Creates the framework's command for an operation of the table.
 *
 * @module
 */
import { Command } from 'commander';
import { ALTERNATIVES, kindOfParameter } from './name-kinds.ts';
import { helpOf } from './operation-help.ts';
import { optionsOf, type Typed } from './operation-options.ts';
import type { Session } from './session.ts';
import type { OperationRow } from './topic-table.ts';

export function operationCommand(row: OperationRow, session: Session): Command {
  const command = new Command(row.command.at(-1)).summary(row.summary).description(row.description);
  for (const { name, placeholder, description } of row.parameters) {
    const kind = kindOfParameter(row.path, name);
    const alternative = kind === undefined ? '' : ` or ${ALTERNATIVES[kind]}`;
    command.argument(`<${placeholder}${alternative}>`, description);
  }
  const options = optionsOf(row.flags);
  for (const option of options) command.addOption(option);
  if (row.body !== undefined && !row.body.form)
    command.option(
      '--body <json>',
      'the whole body: JSON, @file.json, or - for standard input; flags go before it',
    );
  if (row.binary) {
    command.option('--to <file>', 'file for the response; default: standard output');
    command.option('--force', 'overwrite an existing file');
  }
  command.addHelpText('after', () => helpOf(row));
  command.action(async () => {
    const values = command.opts<Record<string, Typed | undefined>>();
    const typed = options.map((option) => values[option.attributeName()]);
    const text = (name: string): string | undefined => {
      const value = values[name];
      return typeof value === 'string' ? value : undefined;
    };
    const given = { args: command.args, typed, body: row.body?.form ? undefined : text('body') };
    // Help and completion do not need them.
    const [{ operationInput }, { runOperation }] = await Promise.all([
      import('./operation-input.ts'),
      import('./operation-run.ts'),
    ]);
    await runOperation(row, await operationInput(row, given, session), session, {
      to: text('to'),
      force: values['force'] === true,
    });
  });
  return command;
}
