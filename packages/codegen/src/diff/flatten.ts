/**
 * Flattens a schema to one object: follows references and merges `allOf`.
 *
 * @module
 */
import { nameOf } from '../join/models.ts';
import type { OpenApiDocument, Schema } from '../document/openapi-document.ts';

export type FlatSchema = Schema & {
  /** Name of the model, if the schema was a reference. */
  readonly model?: string;
};

export function flatten(document: OpenApiDocument, schema: Schema, depth = 0): FlatSchema {
  if (depth > 20) return {};
  if (schema.$ref !== undefined) {
    const model = nameOf(schema.$ref);
    return { ...flatten(document, document.components.schemas[model] ?? {}, depth + 1), model };
  }
  if (schema.allOf === undefined) return schema;
  const { allOf, ...rest } = schema;
  const parts = [...allOf.map((part) => flatten(document, part, depth + 1)), rest];
  const joined: Schema = Object.assign({}, ...parts);
  joined.properties = Object.assign({}, ...parts.map(({ properties }) => properties));
  joined.required = parts.flatMap(({ required }) => required ?? []);
  // The model of a part is not the model of the merged schema.
  return Object.fromEntries(Object.entries(joined).filter(([key]) => key !== 'model'));
}
