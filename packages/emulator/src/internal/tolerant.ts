/**
 * Brings a body into the form of its schema, as far as the appliance was seen to: booleans as text become booleans, fields that the model
 * does not have are dropped. What is still wrong then is the validator's.
 *
 * @module
 */
import type { Tolerate } from '../tolerances.ts';
import { isRecord } from './own.ts';
import { resolveSchema, type Schema } from './openapi.ts';

/** A copy of the value; never more deeply nested than it. */
export function tolerantValue(schema: Schema | undefined, value: unknown, tolerate: Tolerate): unknown {
  const resolved = resolveSchema(schema);
  // Whether JSON that is passed on is wrapped is not published: it stays as it is.
  if (resolved === undefined || resolved['x-cloudlink-model'] === 'RawJsonField') return value;
  if (resolved.type === 'boolean' && (value === 'true' || value === 'false')) {
    tolerate('boolean-as-text');
    return value === 'true';
  }
  if (resolved.items !== undefined && Array.isArray(value))
    return value.map((item: unknown) => tolerantValue(resolved.items, item, tolerate));
  if (resolved.properties === undefined || !isRecord(value)) return value;
  const kept = Object.entries(value).flatMap(([name, field]) => {
    const known = Object.hasOwn(resolved.properties ?? {}, name);
    if (known) return [[name, tolerantValue(resolved.properties?.[name], field, tolerate)] as const];
    if (resolved.additionalProperties !== undefined && resolved.additionalProperties !== false)
      return [[name, field] as const];
    tolerate('unknown-field', name);
    return [];
  });
  return Object.fromEntries(kept);
}
