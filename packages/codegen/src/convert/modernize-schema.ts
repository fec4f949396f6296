/**
 * Converts schemas of OpenAPI 3.0 and Swagger 2.0 to OpenAPI 3.1. Known values become an open union, since
 * the vendor asks clients to tolerate unknown ones.
 *
 * @module
 */
import { isRecord, type JsonObject, listOf } from '../document/json.ts';

/** Changes the schema in place. */
export function modernizeSchema(schema: JsonObject): void {
  openValues(schema);
  if (schema['nullable'] === true) {
    if (typeof schema['type'] === 'string') schema['type'] = [schema['type'], 'null'];
    else if (isRecord(schema['items']) || schema['$ref'] !== undefined) allowNull(schema);
  }
  if ('nullable' in schema && typeof schema['nullable'] === 'boolean') delete schema['nullable'];
  for (const bound of ['minimum', 'maximum'] as const) {
    const exclusive = `exclusive${bound.charAt(0).toUpperCase()}${bound.slice(1)}`;
    if (schema[exclusive] === true) {
      schema[exclusive] = schema[bound];
      delete schema[bound];
    } else if (schema[exclusive] === false) delete schema[exclusive];
  }
  // A list in `items` has one schema per position. The types of this package have one for all items.
  if (Array.isArray(schema['items'])) schema['items'] = { anyOf: schema['items'] };
  if (schema['type'] === 'array' && schema['items'] === undefined) schema['items'] = {};
}

function openValues(schema: JsonObject): void {
  const values = schema['enum'];
  if (!Array.isArray(values) || values.length === 0 || !values.every((value) => typeof value === 'string'))
    return;
  if (schema['type'] !== undefined && schema['type'] !== 'string') return;
  schema['type'] = 'string';
  schema['x-extensible-enum'] = [...new Set(listOf(values))];
  delete schema['enum'];
}

function allowNull(schema: JsonObject): void {
  const { $ref, nullable: _nullable, ...rest } = schema;
  if (typeof $ref !== 'string') return;
  for (const key of Object.keys(schema)) delete schema[key];
  Object.assign(schema, rest, { anyOf: [{ $ref }, { type: 'null' }] });
}
