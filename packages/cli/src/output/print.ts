/**
 * Prints the data of a command in the chosen format. The package of a format is loaded when it is used.
 *
 * @module
 */
import type { Format } from '../global-flags.ts';
import type { Io, Output } from '../io.ts';
import { CommandError } from '../command-error.ts';
import { cellText, isRow, namesOf, plainValue, type Row } from './scalars.ts';
import { listTable, thingTable } from './table.ts';

export interface Form {
  readonly output?: Format;
  readonly query?: string;
}

/** Prints nothing for `undefined`, the result of an operation without a response body. */
export async function printData(
  data: unknown,
  { output = defaultFormat(), query }: Form,
  io: Io,
): Promise<void> {
  if (data === undefined) return;
  const wanted = query === undefined ? data : await search(data, query);
  const text = await FORMS[output](wanted, io.stdout, query !== undefined);
  if (text !== '') io.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
}

/** @throws CommandError if the expression is invalid. */
async function search(data: unknown, query: string): Promise<unknown> {
  const { default: jmespath } = await import('jmespath');
  try {
    return jmespath.search(data, query) as unknown;
  } catch (error) {
    throw new CommandError(
      'usage',
      `--query: ${error instanceof Error ? error.message : 'not a JMESPath expression'}`,
    );
  }
}

function defaultFormat(): Format {
  const named = process.env['CLOUDLINK_OUTPUT'];
  return named !== undefined && isFormat(named) ? named : 'table';
}

function isFormat(name: string): name is Format {
  return Object.hasOwn(FORMS, name);
}

/** `asGiven`: the user chose the fields with `--query`. */
type Write = (data: unknown, stream: Output, asGiven: boolean) => string | Promise<string>;

const FORMS: Readonly<Record<Format, Write>> = { table, json, yaml, csv, name: names };

async function table(data: unknown, stream: Output, asGiven: boolean): Promise<string> {
  if (Array.isArray(data)) {
    if (data.length === 0) return '';
    if (data.every((one) => isRow(one))) return listTable(data, stream, asGiven);
    return data.map((one) => cellText(one)).join('\n');
  }
  return isRow(data) ? thingTable(data, stream) : cellText(data);
}

/** Escapes the control characters that JSON does not escape. */
function json(data: unknown): string {
  return JSON.stringify(data ?? null, null, 2).replaceAll(
    /[\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

async function yaml(data: unknown): Promise<string> {
  const { stringify } = await import('yaml');
  return stringify(plainValue(data ?? null));
}

/** Escapes formulas, so that a spreadsheet does not run text of the appliance. */
async function csv(data: unknown): Promise<string> {
  const { stringify } = await import('csv-stringify/sync');
  const rows = (Array.isArray(data) ? data : [data]).map((one): Row => (isRow(one) ? one : { value: one }));
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const cells = rows.map((row) => columns.map((column) => cellText(row[column])));
  return stringify(cells, { header: true, columns, escape_formulas: true });
}

function names(data: unknown): string {
  return namesOf(Array.isArray(data) ? data : [data]).join('\n');
}
