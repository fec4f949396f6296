/**
 * Repairs models: a model without properties becomes an open object, and `required: true` on a property moves
 * to its model.
 *
 * @module
 */
import { eachObject, namedSchemas } from '../document/each-operation.ts';
import { isRecord, type JsonObject, listOf, recordOf } from '../document/json.ts';
import type { Tell } from './repairs.ts';

/** Keywords that describe a model. */
const MEANINGFUL = [
  'properties',
  'items',
  '$ref',
  'allOf',
  'oneOf',
  'anyOf',
  'additionalProperties',
  'enum',
  'const',
];

export function repairModels(document: JsonObject, tell: Tell): void {
  for (const [name, schema] of Object.entries(namedSchemas(document))) {
    if (!isRecord(schema)) continue;
    const isObject = schema['type'] === undefined || schema['type'] === 'object';
    const isEmpty = MEANINGFUL.every(
      (key) =>
        schema[key] === undefined ||
        (key === 'properties' && Object.keys(recordOf(schema[key])).length === 0),
    );
    if (!isObject || !isEmpty) continue;
    tell(name, 'has no properties: it is an open object');
    delete schema['properties'];
    Object.assign(schema, { type: 'object', additionalProperties: true });
  }
  eachObject(document, (object) => collectRequired(object));
}

function collectRequired(schema: JsonObject): void {
  const properties = schema['properties'];
  if (!isRecord(properties)) return;
  for (const [name, property] of Object.entries(properties)) {
    if (!isRecord(property) || typeof property['required'] !== 'boolean') continue;
    if (property['required']) schema['required'] = [...listOf(schema['required']), name];
    delete property['required'];
  }
  if (typeof schema['required'] === 'boolean') delete schema['required'];
}
