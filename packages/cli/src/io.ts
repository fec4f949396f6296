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

/** Whether somebody is there to answer a question. */
export function canAsk({ stdin, stderr }: Io): boolean {
  return stdin.isTTY === true && stderr.isTTY === true;
}

/** One line for people. */
export function note({ stderr }: Io, text: string): void {
  stderr.write(`${text}\n`);
}

/** Colours text when the stream is a terminal and nobody asked for none. */
export function styled(stream: Output, style: Parameters<typeof styleText>[0], text: string): string {
  const plain = stream.isTTY !== true || process.env['NO_COLOR'] || process.env['TERM'] === 'dumb';
  return plain ? text : styleText(style, text, { validateStream: false });
}

/**
 * Text from outside, without what a terminal would obey: escape sequences, control characters, and marks that turn the direction
 * of writing. Line ends and tabs stay.
 */
export function plainText(text: string): string {
  return stripVTControlCharacters(text).replaceAll(OBEYED, '');
}

/** Control characters but for tab and line end, and marks of direction. */
const OBEYED = new RegExp(String.raw`[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]`, 'g');
