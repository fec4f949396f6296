/**
 * Questions on the terminal, on stderr. Loads the prompt package for the first question.
 *
 * @module
 */
import type { Readable, Writable } from 'node:stream';
import { CommandError } from './command-error.ts';
import { canAsk, type Io } from './io.ts';

type Streams = { input: Readable; output: Writable };

export async function askText(io: Io, message: string, initial?: string): Promise<string> {
  const { text } = await import('@clack/prompts');
  return answered(
    await text({
      message,
      ...(initial !== undefined && { initialValue: initial }),
      validate: (value) => (value ? undefined : 'Please give a value.'),
      ...streams(io),
    }),
  );
}

export async function askSecret(io: Io, message: string): Promise<string> {
  const { password } = await import('@clack/prompts');
  return answered(
    await password({
      message,
      validate: (value) => (value ? undefined : 'Please give a value.'),
      ...streams(io),
    }),
  );
}

/** A yes-or-no question. Enter means no. */
export async function askYes(io: Io, message: string): Promise<boolean> {
  const { confirm } = await import('@clack/prompts');
  return answered(await confirm({ message, initialValue: false, ...streams(io) }));
}

export async function askChoice<Value extends string>(
  io: Io,
  message: string,
  choices: readonly { value: Value; label: string }[],
): Promise<Value> {
  const { select } = await import('@clack/prompts');
  const options = choices.map(({ value, label }) => ({ value: value as string, label }));
  // `select` returns one of the options.
  return answered(await select({ message, options, ...streams(io) })) as Value;
}

/** @throws CommandError if there is no terminal to ask on. */
export function requireTerminal(io: Io, otherwise: string): void {
  if (!canAsk(io)) throw new CommandError('usage', otherwise);
}

function streams({ stdin, stderr }: Io): Streams {
  // Both are Node streams, although the types of Node's globals do not say so.
  return { input: stdin as Readable, output: stderr as Writable };
}

/** After Ctrl+C the package returns a symbol. */
function answered<Value>(value: Value): Exclude<Value, symbol> {
  if (typeof value === 'symbol') throw new CommandError('interrupted', 'Cancelled. Nothing was sent.');
  // TypeScript does not narrow a type parameter: a symbol was handled above.
  return value as Exclude<Value, symbol>;
}
