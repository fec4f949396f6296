/**
 * Maps models of a description to our schemas, and tells whether two schemas mean the same type.
 *
 * @module
 */
import type { OpenApiDocument, Schema } from '../document/openapi-document.ts';

export interface Models {
  /** Our schemas that stand for a model of theirs, the one with the most properties first. */
  oursFor(theirName: string): readonly string[];
  /** The names under which a schema of ours may appear in their description. */
  namesOf(ourName: string): readonly string[];
  /** Whether their schema adds nothing to ours. */
  isSame(ours: Schema, theirs: Schema): boolean;
  /** A schema of theirs, with references to our names. */
  inOurWords(theirs: Schema): Schema;
}

const PREFIX = '#/components/schemas/';

export function createModels(theirs: OpenApiDocument, ours: OpenApiDocument): Models {
  const isOurs = usesOurNames(theirs, ours);
  const names = new Map(
    Object.entries(ours.components.schemas).map(([name, schema]) => {
      const models = [schema['x-cloudlink-model'] ?? []].flat();
      return [name, isOurs || models.length === 0 ? [name] : models] as const;
    }),
  );
  const byModel = new Map<string, string[]>();
  for (const [name, models] of names) {
    for (const model of models) byModel.set(model, [...(byModel.get(model) ?? []), name]);
  }
  const size = (name: string): number => Object.keys(ours.components.schemas[name]?.properties ?? {}).length;
  for (const list of byModel.values()) list.sort((a, b) => size(b) - size(a));

  const oursFor = (theirName: string): readonly string[] => byModel.get(theirName) ?? [];
  const namesOf = (ourName: string): readonly string[] => names.get(ourName) ?? [ourName];

  function isSame(own: Schema, other: Schema): boolean {
    if (isOpen(other)) return true;
    if (isOpen(own)) return false;
    if (other.$ref !== undefined) {
      const name = nameOf(other.$ref);
      if (own.$ref !== undefined)
        return nameOf(own.$ref) === name || namesOf(nameOf(own.$ref)).includes(name);
      const target = theirs.components.schemas[name];
      return target !== undefined && target.$ref === undefined && isSame(own, target);
    }
    if (own.$ref !== undefined) {
      const target = ours.components.schemas[nameOf(own.$ref)] ?? {};
      return target.$ref === undefined && isSame(target, other);
    }
    if (typeOf(own) !== typeOf(other)) return false;
    if (typeOf(own) === 'array') return isSame(own.items ?? {}, other.items ?? {});
    const [a, b] = [valuesOf(own), valuesOf(other)];
    return a === undefined || b === undefined || isSame(a, b);
  }

  function inOurWords(schema: Schema): Schema {
    const copy = structuredClone(schema);
    rename(copy, (name) => oursFor(name)[0] ?? freeName(name, ours));
    return copy;
  }

  return { oursFor, namesOf, isSame, inOurWords };
}

/**
 * A description that was generated from ours has nearly all of our names; that of an appliance shares a few
 * by chance.
 */
function usesOurNames(theirs: OpenApiDocument, ours: OpenApiDocument): boolean {
  const own = Object.keys(ours.components.schemas);
  return own.filter((name) => name in theirs.components.schemas).length > 0.6 * own.length;
}

/** Models of theirs keep their names, unless one of ours has the same name. */
export function freeName(name: string, ours: OpenApiDocument): string {
  return name in ours.components.schemas ? `${name}Model` : name;
}

/** An object without properties, or an empty schema: ours always says more. */
function isOpen(schema: Schema): boolean {
  const { $ref, type, properties, additionalProperties, items, allOf, oneOf, anyOf } = schema;
  if ($ref !== undefined || items !== undefined || (allOf ?? oneOf ?? anyOf) !== undefined) return false;
  if (type === undefined && properties === undefined) return true;
  return type === 'object' && properties === undefined && typeof additionalProperties !== 'object';
}

function typeOf({ type, properties, 'x-extensible-enum': values }: Schema): string {
  const main = Array.isArray(type) ? type.find((one) => one !== 'null') : type;
  return main ?? (values !== undefined ? 'string' : properties !== undefined ? 'object' : '?');
}

function valuesOf({ additionalProperties }: Schema): Schema | undefined {
  return typeof additionalProperties === 'object' ? additionalProperties : undefined;
}

export function nameOf(reference: string): string {
  return reference.slice(PREFIX.length);
}

/** Changes the references within a schema. */
function rename(value: unknown, own: (name: string) => string): void {
  if (typeof value !== 'object' || value === null) return;
  if ('$ref' in value && typeof value.$ref === 'string' && value.$ref.startsWith(PREFIX))
    value.$ref = PREFIX + own(nameOf(value.$ref));
  for (const member of Object.values(value)) rename(member, own);
}
