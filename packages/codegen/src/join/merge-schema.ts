/**
 * Updates a schema of ours to match the model that it stands for: adds new properties, removes missing ones,
 * and takes over changed types. Our texts, open unions and required properties stay.
 *
 * @module
 */
import type { OpenApiDocument, Schema } from '../document/openapi-document.ts';
import type { TellChange } from './changes.ts';
import type { Models } from './models.ts';

export function mergeSchema(
  name: string,
  ours: OpenApiDocument,
  theirs: OpenApiDocument,
  models: Models,
  tell: TellChange,
): Schema {
  const own = ours.components.schemas[name] ?? {};
  const present = models.namesOf(name).flatMap((model) => {
    const schema = theirs.components.schemas[model];
    return schema?.properties === undefined ? [] : [{ model, properties: schema.properties }];
  });
  if (present.length === 0) return own;
  const theirProperties: Record<string, Schema> = Object.assign(
    {},
    ...present.map(({ properties }) => properties),
  );
  if (own.properties === undefined && own['x-extensible-enum'] === undefined) {
    // The schema was an open object, and is now described.
    const added = Object.keys(theirProperties);
    if (added.length > 0) tell('new', name, `has the properties ${added.join(', ')}`);
    return { ...own, properties: mapValues(theirProperties, (schema) => models.inOurWords(schema)) };
  }
  const merged: Schema = { ...own, properties: { ...own.properties } };
  for (const [property, schema] of Object.entries(own.properties ?? {}))
    mergeProperty(merged, property, schema, theirProperties[property], models, (kind, what) =>
      tell(kind, name, what),
    );
  if (takesNew(name, own, present, models)) {
    const known = knownProperties(present, ours, models);
    for (const [property, schema] of Object.entries(theirProperties)) {
      if (known.has(property)) continue;
      tell('new', name, `has the property ${property}`);
      merged.properties = { ...merged.properties, [property]: models.inOurWords(schema) };
    }
  }
  return merged;
}

function mergeProperty(
  merged: Schema,
  property: string,
  own: Schema,
  other: Schema | undefined,
  models: Models,
  tell: (kind: 'gone' | 'changed' | 'new', what: string) => void,
): void {
  const properties = merged.properties ?? {};
  if (other === undefined) {
    tell('gone', `lacks the property ${property}`);
    delete properties[property];
    if (merged.required !== undefined) merged.required = merged.required.filter((one) => one !== property);
    return;
  }
  if (!models.isSame(own, other)) {
    if (!isUntyped(own)) tell('changed', `the type of ${property} changed`);
    properties[property] = {
      ...models.inOurWords(other),
      ...(own.description !== undefined && { description: own.description }),
    };
    return;
  }
  const known = own['x-extensible-enum'];
  const more = (other['x-extensible-enum'] ?? []).filter((value) => known?.includes(value) !== true);
  if (more.length > 0 && known !== undefined) tell('new', `${property} knows the values ${more.join(', ')}`);
  properties[property] = {
    ...own,
    ...(more.length > 0 && { 'x-extensible-enum': [...(known ?? []), ...more] }),
    ...('uniqueItems' in other && { uniqueItems: other.uniqueItems }),
  };
}

function isUntyped({ $ref, type, properties }: Schema): boolean {
  return $ref === undefined && type === undefined && properties === undefined;
}

/** Our schemas for one model differ on purpose: a password is sent and never returned. */
function knownProperties(
  present: readonly { model: string }[],
  ours: OpenApiDocument,
  models: Models,
): ReadonlySet<string> {
  return new Set(
    present
      .flatMap(({ model }) => models.oursFor(model))
      .flatMap((name) => Object.keys(ours.components.schemas[name]?.properties ?? {})),
  );
}

/** A body with two of twenty properties is limited to them on purpose. */
function takesNew(name: string, own: Schema, present: readonly { model: string }[], models: Models): boolean {
  const widest = present.some(({ model }) => models.oursFor(model)[0] === name);
  return (
    widest ||
    !/(Update|Create|Change|Notes|Password|Block)$/.test(name) ||
    Object.keys(own.properties ?? {}).length > 5
  );
}

function mapValues<T>(record: Record<string, T>, map: (value: T) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}
