/**
 * A schema as one object: references followed, `allOf` joined.
 *
 * @module
 */
import { nameOf } from '../join/models.ts';
import type { OpenApiDocument, Schema } from '../document/openapi-document.ts';

export type FlatSchema = Schema & {
  /** The model it came from. */
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
  // The model of a part is not that of the whole.
  return Object.fromEntries(Object.entries(joined).filter(([key]) => key !== 'model'));
}
