/**
 * Converts values of the Center to text for tables and CSV, without control characters, and finds the field
 * that names a thing.
 *
 * @module
 */
import { plainText } from '../io.ts';

export type Row = Readonly<Record<string, unknown>>;

/**
 * Scalars as text, lists of scalars separated by commas, lists of objects as their count, anything else as
 * JSON.
 */
export function cellText(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'string') return plainText(value).replaceAll(/[\n\t]+/g, ' ');
  if (Array.isArray(value)) {
    if (value.length > 0 && value.every((one) => isRow(one))) return String(value.length);
    return value.map((one) => cellText(one)).join(', ');
  }
  // Numbers and booleans look the same in JSON.
  return plainText(JSON.stringify(value));
}

export function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The fields that identify things in the API, the most familiar first. */
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

/** A name for each row, for the next command. If two rows have the same name, their ids. */
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

/** Removes control characters from all texts in a value. */
export function plainValue(value: unknown): unknown {
  if (typeof value === 'string') return plainText(value);
  if (Array.isArray(value)) return value.map((one) => plainValue(one));
  if (!isRow(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [plainText(key), plainValue(one)]));
}
