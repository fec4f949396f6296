/**
 * Converts a body to its schema as the appliance does: booleans as text become booleans, and unknown fields
 * are dropped. The validator finds the remaining faults.
 *
 * @module
 */
import type { Tolerate } from '../tolerances.ts';
import { isRecord } from './own.ts';
import { resolveSchema, type Schema } from './openapi.ts';

/** A converted copy of the value, which is not nested more deeply. */
export function tolerantValue(schema: Schema | undefined, value: unknown, tolerate: Tolerate): unknown {
  const resolved = resolveSchema(schema);
  // The vendor does not say whether raw JSON is wrapped, so it stays unchanged.
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
