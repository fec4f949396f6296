/**
 * The streams of a run: data goes to stdout, everything else to stderr. Tests pass their own.
 *
 * @module
 */
import { styleText, stripVTControlCharacters } from 'node:util';

export type Input = NodeJS.ReadableStream & { readonly isTTY?: boolean };
export type Output = NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };

export interface Io {
  readonly stdin: Input;
  readonly stdout: Output;
  readonly stderr: Output;
}

/** Whether questions can be asked: input and error output are terminals. */
export function canAsk({ stdin, stderr }: Io): boolean {
  return stdin.isTTY === true && stderr.isTTY === true;
}

/** Prints a line for people, to stderr. */
export function note({ stderr }: Io, text: string): void {
  stderr.write(`${text}\n`);
}

/** Colours text if the stream is a terminal and colours are not turned off. */
export function styled(stream: Output, style: Parameters<typeof styleText>[0], text: string): string {
  const plain = stream.isTTY !== true || process.env['NO_COLOR'] || process.env['TERM'] === 'dumb';
  return plain ? text : styleText(style, text, { validateStream: false });
}

/**
 * Removes from text everything that controls a terminal: escape sequences, control characters, and marks that
 * change the writing direction. Line ends and tabs stay.
 */
export function plainText(text: string): string {
  return stripVTControlCharacters(text).replaceAll(OBEYED, '');
}

/** Control characters except tab and line end, and marks of writing direction. */
const OBEYED = new RegExp(String.raw`[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]`, 'g');
