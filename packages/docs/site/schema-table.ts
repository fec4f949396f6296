/**
 * A schema as a table of fields: nested ones with their path, down to a depth that people can read.
 *
 * @module
 */
import { listOf, nodeOf, type Node, textOf } from './read-operations.ts';

type Resolve = (node: unknown) => Node;
type Row = { readonly name: string; readonly type: string; readonly text: string };

const DEPTH = 3;

/** @returns Markdown; empty where nothing is known of the fields. */
export function schemaTable(schema: Node, resolve: Resolve): string {
  const rows = rowsOf(schema, resolve, '', DEPTH);
  if (rows.length === 0) return '';
  return table(
    ['field', 'type', 'meaning'],
    rows.map(({ name, type, text }) => [name, type, text]),
  );
}

/** A Markdown table; cells are made safe. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;
const cell = (text: string): string => text.replaceAll('|', '\\|').replace(/\s+/g, ' ');

function rowsOf(schema: Node, resolve: Resolve, prefix: string, depth: number): Row[] {
  const { fields, prefix: under } = fieldsOf(resolve(schema), resolve, prefix);
  const required = new Set(listOf(fields['required']).map(String));
  return Object.entries(nodeOf(fields['properties'])).flatMap(([name, value]) => {
    const property = resolve(value);
    const path = `${under}${name}`;
    const row = {
      name: `\`${path}\`${required.has(name) ? ' (required)' : ''}`,
      type: typeOf(property, resolve),
      text: textOf(property['description']) + evidenceOf(property),
    };
    return [row, ...(depth > 1 ? rowsOf(property, resolve, `${path}.`, depth - 1) : [])];
  });
}

/** Lists are shown by what they hold, and combined schemas as one. */
function fieldsOf(schema: Node, resolve: Resolve, prefix: string): { fields: Node; prefix: string } {
  if (schema['type'] === 'array') {
    const inner = fieldsOf(
      resolve(schema['items']),
      resolve,
      prefix === '' ? '[].' : `${prefix.slice(0, -1)}[].`,
    );
    return inner;
  }
  const parts = listOf(schema['allOf']).map((part) => fieldsOf(resolve(part), resolve, prefix).fields);
  if (parts.length === 0) return { fields: schema, prefix };
  return {
    prefix,
    fields: {
      properties: Object.assign({}, ...parts.map((part) => part['properties']), schema['properties']),
      required: [...parts, schema].flatMap((part) => listOf(part['required'])),
    },
  };
}

function typeOf(schema: Node, resolve: Resolve): string {
  const known = listOf(schema['x-extensible-enum']);
  if (known.length > 0) return `${known.map((value) => `\`${String(value)}\``).join(', ')}, or another text`;
  if (schema['type'] === 'array') return `list of ${typeOf(resolve(schema['items']), resolve)}`;
  const type = textOf(schema['type']) || 'anything';
  if (schema['format'] === 'password') return 'text (a secret)';
  if (schema['format'] === 'date-time') return 'time (ISO 8601)';
  return type === 'string' ? 'text' : type;
}

function evidenceOf(schema: Node): string {
  const evidence = textOf(schema['x-cloudlink-evidence']);
  return evidence === 'guess' || evidence === 'unknown' ? ` _(${evidence})_` : '';
}
