/**
 * Tables that fit the terminal: columns that do not fit are omitted from the right, and the last one is
 * truncated.
 *
 * @module
 */
import { styled, type Output } from '../io.ts';
import { cellText, isRow, type Row } from './scalars.ts';
import { type Ruler, rulerFor } from './width.ts';

/** The most important columns come first, the others in the order of the Center. */
const FIRST = [
  'name',
  'timestamp',
  'start_time',
  'severity',
  'level',
  'id',
  'type',
  'state',
  'status',
  'group',
];
const LAST = ['details', 'description', 'target_id', 'uuid'];
const GAP = '  ';
const MIN_CUT = 8;
/** More columns are hard to read. The other formats have all fields. */
const MAX_COLUMNS = 9;

/** @param asGiven - Keep the columns and their order, since the user chose them. */
export async function listTable(rows: readonly Row[], stream: Output, asGiven = false): Promise<string> {
  const columns = asGiven ? namesIn(rows) : columnsOf(rows).slice(0, MAX_COLUMNS);
  const cells = rows.map((row) => columns.map((column) => cellText(row[column])));
  const ruler = await rulerFor([...columns, ...cells.flat()]);
  const widths = columns.map((column, index) =>
    Math.max(ruler.width(column), ...cells.map((row) => ruler.width(row[index] ?? ''))),
  );
  const fitting = fit(widths, stream.isTTY ? stream.columns || 80 : Infinity);
  const line = (texts: readonly string[]): string =>
    fitting
      .map((width, index) => padded(ruler.cut(texts[index] ?? '', width), width, ruler))
      .join(GAP)
      .trimEnd();
  const head = line(columns.map((column) => column.toUpperCase()));
  return [styled(stream, 'bold', head), ...cells.map(line)].join('\n');
}

/** An object: one field per line, which the terminal wraps, and lists of objects as tables below. */
export async function thingTable(thing: Row, stream: Output): Promise<string> {
  const lists = Object.entries(thing).filter((entry): entry is [string, Row[]] => isList(entry[1]));
  const fields = Object.entries(thing).filter(([, value]) => !isList(value));
  const width = Math.max(0, ...fields.map(([name]) => name.length));
  const lines = fields.map(([name, value]) => `${name.padEnd(width)}${GAP}${cellText(value)}`.trimEnd());
  for (const [name, rows] of lists)
    lines.push(`\n${styled(stream, 'bold', name)}\n${await listTable(rows, stream)}`);
  return lines.join('\n');
}

function isList(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && value.every((one) => isRow(one));
}

function namesIn(rows: readonly Row[]): string[] {
  return [...new Set(rows.flatMap((row) => Object.keys(row)))];
}

function columnsOf(rows: readonly Row[]): string[] {
  const rank = (name: string): number => {
    const first = FIRST.indexOf(name);
    if (first >= 0) return first;
    if (LAST.includes(name)) return FIRST.length + 2 + LAST.indexOf(name);
    return FIRST.length + (rows.some((row) => typeof row[name] === 'boolean') ? 1 : 0);
  };
  const isShown = (name: string): boolean => rows.some((row) => cellText(row[name]) !== '');
  return namesIn(rows)
    .filter(isShown)
    .toSorted((a, b) => rank(a) - rank(b));
}

function fit(widths: readonly number[], limit: number): number[] {
  const fitting: number[] = [];
  let left = limit;
  for (const width of widths) {
    const room = left - (fitting.length > 0 ? GAP.length : 0);
    if (fitting.length > 0 && room < Math.min(width, MIN_CUT)) break;
    const taken = Math.max(1, Math.min(width, room));
    fitting.push(taken);
    left = room - taken;
  }
  return fitting;
}

function padded(text: string, width: number, ruler: Ruler): string {
  return text + ' '.repeat(Math.max(0, width - ruler.width(text)));
}
