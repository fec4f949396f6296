/**
 * Compares two schemas, and decides for each difference whether it breaks callers, which depends on whether
 * they send or receive the value. Each model is compared once per direction and reported once.
 *
 * @module
 */
import type { OpenApiDocument, Schema } from '../document/openapi-document.ts';
import { compareBounds } from './compare-bounds.ts';
import type { Difference, DifferenceList, Direction, Subject, Tell } from './differences.ts';
import { flatten, type FlatSchema } from './flatten.ts';

export interface SchemaComparison {
  /** Compares the schemas of a value, such as the body of an operation. */
  compare(before: Schema, after: Schema, place: Place): void;
  /** Old names of the compared models to their new names. */
  readonly pairs: ReadonlyMap<string, string>;
}

export interface Place {
  readonly at: string;
  /** `the body`, `the parameter x`, `x`. */
  readonly name: string;
  readonly subject: Subject;
  readonly direction: Direction;
}

export function createSchemaComparison(
  before: OpenApiDocument,
  after: OpenApiDocument,
  list: DifferenceList,
): SchemaComparison {
  const compared = new Set<string>();
  const pairs = new Map<string, string>();

  function compare(oldSchema: Schema, newSchema: Schema, place: Place): void {
    const [a, b] = [flatten(before, oldSchema), flatten(after, newSchema)];
    if (a.model === undefined || b.model === undefined) return compareFlat(a, b, place);
    pairs.set(a.model, b.model);
    const key = `${a.model} ${b.model} ${place.direction}`;
    if (compared.has(key)) return;
    compared.add(key);
    compareFlat(a, b, { ...place, at: b.model, name: 'it' });
  }

  function compareFlat(a: FlatSchema, b: FlatSchema, place: Place): void {
    const tell = teller(list, place);
    const [oldTypes, newTypes] = [typesOf(a), typesOf(b)];
    if (oldTypes.type !== newTypes.type) {
      const widened = oldTypes.type === 'integer' && newTypes.type === 'number';
      const numbers = widened || (oldTypes.type === 'number' && newTypes.type === 'integer');
      const harmless =
        newTypes.type === 'any'
          ? place.direction === 'in'
          : numbers && (widened || place.direction === 'out');
      tell('changed', `the type is ${newTypes.type} instead of ${oldTypes.type}`, !harmless);
      return;
    }
    if (oldTypes.isNullable !== newTypes.isNullable) {
      const may = newTypes.isNullable ? 'may be null' : 'may no longer be null';
      tell('changed', may, newTypes.isNullable === (place.direction === 'out'));
    }
    compareFormats(a, b, tell);
    compareValues(a, b, place, tell);
    if (place.direction === 'in') compareBounds(a, b, tell);
    compareProperties(a, b, place);
    if (a.items !== undefined && b.items !== undefined) compare(a.items, b.items, within(place, 'an item'));
    if (typeof a.additionalProperties === 'object' && typeof b.additionalProperties === 'object')
      compare(a.additionalProperties, b.additionalProperties, within(place, 'a value'));
    compareChoices(a, b, place, tell);
  }

  function compareProperties(a: FlatSchema, b: FlatSchema, place: Place): void {
    const [olds, news] = [a.properties ?? {}, b.properties ?? {}];
    const isInput = place.direction === 'in';
    const tell = (change: Difference['change'], what: string, breaking: boolean): void =>
      list.add({
        change,
        subject: 'property',
        at: place.at,
        what: place.name === 'it' ? what : `${what} of ${place.name}`,
        breaking,
      });
    for (const name of Object.keys(olds)) {
      const next = news[name];
      if (next === undefined) {
        tell('removed', `the property ${name}`, true);
        continue;
      }
      const [was, is] = [a.required?.includes(name) === true, b.required?.includes(name) === true];
      if (was !== is)
        tell('changed', `the property ${name} is ${is ? 'required' : 'optional'}`, is === isInput);
      compare(olds[name] ?? {}, next, {
        ...place,
        name: place.name === 'it' ? name : `${name} of ${place.name}`,
        subject: 'property',
      });
    }
    for (const name of Object.keys(news)) {
      if (name in olds) continue;
      const isRequired = b.required?.includes(name) === true;
      tell('added', `the ${isRequired && isInput ? 'required ' : ''}property ${name}`, isRequired && isInput);
    }
  }

  function compareChoices(a: FlatSchema, b: FlatSchema, place: Place, tell: Tell): void {
    const [olds, news] = [a.oneOf ?? a.anyOf ?? [], b.oneOf ?? b.anyOf ?? []];
    if (olds.length !== news.length) {
      const more = news.length > olds.length;
      tell(
        'changed',
        `has ${String(news.length)} forms instead of ${String(olds.length)}`,
        more === (place.direction === 'out'),
      );
      return;
    }
    olds.forEach((schema, index) => compare(schema, news[index] ?? {}, within(place, 'a form')));
  }

  return { compare, pairs };
}

function teller(list: DifferenceList, { at, name, subject }: Place): Tell {
  return (change, what, breaking, own = subject) =>
    list.add({ change, subject: own, at, what: name === 'it' ? what : `${what} (${name})`, breaking });
}

function within(place: Place, part: string): Place {
  return { ...place, name: place.name === 'it' ? part : `${part} of ${place.name}` };
}

function typesOf({ type, properties, items, additionalProperties }: FlatSchema): {
  type: string;
  isNullable: boolean;
} {
  const all = [type ?? []].flat();
  const main = all
    .filter((one) => one !== 'null')
    .toSorted()
    .join(' or ');
  const implied =
    properties !== undefined || typeof additionalProperties === 'object'
      ? 'object'
      : items !== undefined
        ? 'array'
        : 'any';
  return { type: main === '' ? implied : main, isNullable: all.includes('null') };
}

function compareFormats(a: FlatSchema, b: FlatSchema, tell: Tell): void {
  if (a.format === b.format) return;
  const isFile = a.format === 'binary' || b.format === 'binary';
  tell('changed', `the format is ${b.format ?? 'none'} instead of ${a.format ?? 'none'}`, isFile);
}

function compareValues(a: FlatSchema, b: FlatSchema, { direction }: Place, tell: Tell): void {
  const [olds, news] = [valuesOf(a), valuesOf(b)];
  if (olds === undefined && news === undefined) return;
  if (olds === undefined || news === undefined) {
    const what = news === undefined ? 'any value is allowed' : `the values are ${news.join(', ')}`;
    tell('changed', what, news !== undefined && direction === 'in', 'value');
    return;
  }
  for (const value of olds)
    if (!news.includes(value)) tell('removed', `the value ${value}`, direction === 'in', 'value');
  // Callers have to tolerate unknown values anyway.
  for (const value of news) if (!olds.includes(value)) tell('added', `the value ${value}`, false, 'value');
}

function valuesOf({ 'x-extensible-enum': open, enum: closed }: FlatSchema): string[] | undefined {
  return open ?? closed?.map(String);
}
