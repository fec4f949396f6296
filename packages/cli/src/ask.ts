/**
 * Questions on the terminal, on stderr. The prompt package is loaded when the first question is asked.
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

/** No is what Enter means. */
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
  // One of the values that were offered.
  return answered(await select({ message, options, ...streams(io) })) as Value;
}

/** @throws CommandError when nobody is there to be asked. */
export function requireTerminal(io: Io, otherwise: string): void {
  if (!canAsk(io)) throw new CommandError('usage', otherwise);
}

function streams({ stdin, stderr }: Io): Streams {
  // Both are streams of Node; the interfaces of its globals only say less.
  return { input: stdin as Readable, output: stderr as Writable };
}

/** The package answers with a symbol after Ctrl+C. */
function answered<Value>(value: Value): Exclude<Value, symbol> {
  if (typeof value === 'symbol') throw new CommandError('interrupted', 'Cancelled. Nothing was sent.');
  // Symbols were thrown away above, which narrowing does not see in a type parameter.
  return value as Exclude<Value, symbol>;
}
