/**
 * Tables that fit the terminal: columns that do not fit are left out, from the right, and the last one that fits is cut.
 *
 * @module
 */
import stringWidth from 'string-width';
import { styled, type Output } from '../io.ts';
import { cellText, isRow, type Row } from './scalars.ts';

/** First what people look for. The rest follows as the Center sends it. */
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
/** Beyond these a table cannot be read; the other forms have all. */
const MAX_COLUMNS = 9;

export function listTable(rows: readonly Row[], stream: Output): string {
  const columns = columnsOf(rows).slice(0, MAX_COLUMNS);
  const cells = rows.map((row) => columns.map((column) => cellText(row[column])));
  const widths = columns.map((column, index) =>
    Math.max(stringWidth(column), ...cells.map((row) => stringWidth(row[index] ?? ''))),
  );
  const fitting = fit(widths, stream.isTTY ? stream.columns || 80 : Infinity);
  const line = (texts: readonly string[]): string =>
    fitting
      .map((width, index) => padded(cut(texts[index] ?? '', width), width))
      .join(GAP)
      .trimEnd();
  return [
    styled(stream, 'bold', line(columns.map((column) => column.toUpperCase()))),
    ...cells.map(line),
  ].join('\n');
}

/** A thing: one field a line, which the terminal wraps; lists of things as tables below. */
export function thingTable(thing: Row, stream: Output): string {
  const lists = Object.entries(thing).filter((entry): entry is [string, Row[]] => isList(entry[1]));
  const fields = Object.entries(thing).filter(([, value]) => !isList(value));
  const width = Math.max(0, ...fields.map(([name]) => stringWidth(name)));
  const lines = fields.map(([name, value]) => `${padded(name, width)}${GAP}${cellText(value)}`.trimEnd());
  const below = lists.map(([name, rows]) => `\n${styled(stream, 'bold', name)}\n${listTable(rows, stream)}`);
  return [...lines, ...below].join('\n');
}

function isList(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && value.every((one) => isRow(one));
}

function columnsOf(rows: readonly Row[]): string[] {
  const present = new Set(rows.flatMap((row) => Object.keys(row)));
  const rank = (name: string): number => {
    const first = FIRST.indexOf(name);
    if (first >= 0) return first;
    if (LAST.includes(name)) return FIRST.length + 2 + LAST.indexOf(name);
    return FIRST.length + (rows.some((row) => typeof row[name] === 'boolean') ? 1 : 0);
  };
  const isShown = (name: string): boolean => rows.some((row) => cellText(row[name]) !== '');
  return [...present].filter(isShown).toSorted((a, b) => rank(a) - rank(b));
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

function cut(text: string, width: number): string {
  if (stringWidth(text) <= width) return text;
  let short = '';
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    if (stringWidth(short + segment) > width - 1) break;
    short += segment;
  }
  return `${short}…`;
}

function padded(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - stringWidth(text)));
}
