/**
 * Values from the Center as text for tables and CSV, without control characters, and which field names a thing.
 *
 * @module
 */
import { plainText } from '../io.ts';

export type Row = Readonly<Record<string, unknown>>;

/** Scalars as they are, lists of scalars with commas, lists of things as their count, the rest as JSON. */
export function cellText(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'string') return plainText(value).replaceAll(/[\n\t]+/g, ' ');
  if (Array.isArray(value)) {
    if (value.length > 0 && value.every((one) => isRow(one))) return String(value.length);
    return value.map((one) => cellText(one)).join(', ');
  }
  // Numbers and booleans are their own JSON.
  return plainText(JSON.stringify(value));
}

export function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The fields by which the API's things are addressed, in the order in which people think of them. */
const NAME_FIELDS = [
  'name',
  'host',
  'address',
  'ip',
  'uuid',
  'id',
  'object_id',
  'property_name',
  'type',
  'target_id',
];
const ID_FIELDS = ['uuid', 'id', 'object_id', 'target_id'];

/** A name for each, which the next command takes: the id in place of a name that two of them have. */
export function namesOf(rows: readonly unknown[]): string[] {
  const names = rows.map((row) => nameOf(row, NAME_FIELDS));
  return rows.map((row, index) => {
    const name = names[index] ?? '';
    const isUnique = names.indexOf(name) === names.lastIndexOf(name);
    return isUnique ? name : nameOf(row, ID_FIELDS) || name;
  });
}

function nameOf(row: unknown, fields: readonly string[]): string {
  if (!isRow(row)) return cellText(row);
  const field = fields.find((one) => typeof row[one] === 'string' && row[one] !== '');
  return field === undefined ? '' : cellText(row[field]);
}

/** Every value of a tree, with its texts made plain. */
export function plainValue(value: unknown): unknown {
  if (typeof value === 'string') return plainText(value);
  if (Array.isArray(value)) return value.map((one) => plainValue(one));
  if (!isRow(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [plainText(key), plainValue(one)]));
}
