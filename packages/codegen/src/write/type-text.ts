/**
 * Writes the TypeScript type of a schema, for the generated call interfaces. Supports what parameters and
 * bodies use: references, scalars, arrays, maps, inline objects, combinations and open unions. Anything else
 * is `unknown`.
 *
 * @module
 */
import type { Schema } from '../document/openapi-document.ts';

/** Adds the schema aliases that the type refers to to `names`. */
export function typeText(schema: Schema | undefined, names: Set<string>): string {
  if (schema === undefined) return 'unknown';
  if (schema.$ref !== undefined) {
    const name = schema.$ref.split('/').at(-1) ?? '';
    names.add(name);
    return name;
  }
  const known = schema['x-extensible-enum'];
  if (known !== undefined) return [...known.map((value) => literal(value)), '(string & {})'].join(' | ');
  if (schema.enum !== undefined) return schema.enum.map((value) => literal(value)).join(' | ') || 'never';
  if (schema.allOf !== undefined) return combined(schema.allOf, ' & ', names);
  const choice = schema.oneOf ?? schema.anyOf;
  if (choice !== undefined) return combined(choice, ' | ', names);
  if (Array.isArray(schema.type))
    return schema.type.map((type) => typeText({ ...schema, type }, names)).join(' | ') || 'unknown';
  return typeOf(schema, names);
}

function typeOf(schema: Schema, names: Set<string>): string {
  switch (schema.type) {
    case 'string':
      return schema.format === 'binary' ? 'Blob' : 'string';
    case 'integer':
    case 'number':
      return 'number';
    case 'boolean':
      return 'boolean';
    case 'null':
      return 'null';
    case 'array':
      return `(${typeText(schema.items, names)})[]`;
    case 'object':
      return objectText(schema, names);
    default:
      return schema.properties === undefined ? 'unknown' : objectText(schema, names);
  }
}

function combined(schemas: readonly Schema[], sign: string, names: Set<string>): string {
  return schemas.map((schema) => `(${typeText(schema, names)})`).join(sign) || 'unknown';
}

function literal(value: unknown): string {
  return typeof value === 'string'
    ? `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
    : JSON.stringify(value);
}

function objectText(schema: Schema, names: Set<string>): string {
  if (schema.properties === undefined) {
    const values = schema.additionalProperties;
    return `Record<string, ${typeof values === 'object' ? typeText(values, names) : 'unknown'}>`;
  }
  const members = Object.entries(schema.properties).map(([name, property]) => {
    const optional = schema.required?.includes(name) ? '' : '?';
    return `${docComment(property.description)}${propertyKey(name)}${optional}: ${typeText(property, names)};`;
  });
  return `{\n${members.join('\n')}\n}`;
}

export function propertyKey(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : literal(name);
}

/** A doc comment: one line if the text has one line, else a block. */
export function docComment(text: string | undefined): string {
  if (text === undefined) return '';
  const lines = text.trim().replaceAll('*/', '*\\/').split('\n');
  if (lines.length === 1) return `/** ${lines[0] ?? ''} */\n`;
  return `/**\n${lines.map((line) => ` * ${line}`.trimEnd()).join('\n')}\n */\n`;
}

/** An import of types; empty if there are none. */
export function importTypes(names: Iterable<string>, from: string): string {
  const list = [...names].join(', ');
  return list === '' ? '' : `import type { ${list} } from '${from}';`;
}
