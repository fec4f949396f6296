/**
 * The TypeScript type of a schema, as text, for the generated call interfaces. It covers what parameters and bodies use:
 * references, scalars, arrays, inline objects, open unions; all else is `unknown`.
 *
 * @module
 */
import type { Schema } from './openapi-document.ts';

/** Collects in `names` the schema aliases that the text refers to. */
export function typeText(schema: Schema | undefined, names: Set<string>): string {
  if (schema === undefined) return 'unknown';
  if (schema.$ref !== undefined) {
    const name = schema.$ref.split('/').at(-1) ?? '';
    names.add(name);
    return name;
  }
  const known = schema['x-extensible-enum'];
  if (known !== undefined) return [...known.map((value) => `'${value}'`), '(string & {})'].join(' | ');
  switch (schema.type) {
    case 'string':
      return schema.format === 'binary' ? 'Blob' : 'string';
    case 'integer':
    case 'number':
      return 'number';
    case 'boolean':
      return 'boolean';
    case 'array':
      return `(${typeText(schema.items, names)})[]`;
    case 'object':
      return objectText(schema, names);
    default:
      return 'unknown';
  }
}

function objectText(schema: Schema, names: Set<string>): string {
  if (schema.properties === undefined) return 'Record<string, unknown>';
  const members = Object.entries(schema.properties).map(([name, property]) => {
    const optional = schema.required?.includes(name) ? '' : '?';
    return `${docComment(property.description)}${propertyKey(name)}${optional}: ${typeText(property, names)};`;
  });
  return `{\n${members.join('\n')}\n}`;
}

export function propertyKey(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : `'${name}'`;
}

/** One line stays one line; more become a block. */
export function docComment(text: string | undefined): string {
  if (text === undefined) return '';
  const lines = text.trim().replaceAll('*/', '*\\/').split('\n');
  if (lines.length === 1) return `/** ${lines[0] ?? ''} */\n`;
  return `/**\n${lines.map((line) => ` * ${line}`.trimEnd()).join('\n')}\n */\n`;
}
