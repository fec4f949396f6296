/**
 * Compares two descriptions, operation by operation. Operations are matched by method and path; ids and names
 * of models do not matter.
 *
 * @module
 */
import { convert } from '../convert/convert.ts';
import { explained } from '../generate.ts';
import {
  listOperations,
  type OpenApiDocument,
  type OperationEntry,
  type Parameter,
} from '../document/openapi-document.ts';
import { keyOf } from '../join/join.ts';
import { reachableSchemas } from '../join/reachable.ts';
import type { Description } from '../read/read-description.ts';
import { repair } from '../repair/repair.ts';
import { createSchemaComparison, type SchemaComparison } from './compare-schemas.ts';
import { createDifferenceList, type Difference, type DifferenceList } from './differences.ts';

/**
 * Compares two descriptions.
 *
 * @example
 *
 * ```ts
 * import { compare, readDescription, writeReport } from '@cloudlink-center/codegen';
 *
 * const differences = compare(await readDescription('old.json'), await readDescription('new.json'));
 * console.log(writeReport(differences, 'text'));
 * ```
 *
 * @returns The differences, those that break callers first, then by place. Empty if there are none.
 * @throws CodegenError `invalid` if one of the descriptions cannot be used.
 */
export function compare(before: Description, after: Description): Difference[] {
  const [a, b] = [comparable(before), comparable(after)];
  const list = createDifferenceList();
  const schemas = createSchemaComparison(a, b, list);
  const { both, gone, added } = matched(operationsOf(a), operationsOf(b));
  const tell = (change: Difference['change'], entry: OperationEntry, breaking: boolean): void =>
    list.add({ change, subject: 'operation', at: callOf(entry), what: 'the operation', breaking });
  for (const [old, now] of both) compareOperation(old, now, schemas, list);
  for (const entry of gone) tell('removed', entry, true);
  for (const entry of added) tell('added', entry, false);
  compareModels(a, b, schemas, list);
  return list.all();
}

/** What two maps have under the same key, and what only one of them has. */
function matched<T>(
  olds: ReadonlyMap<string, T>,
  news: ReadonlyMap<string, T>,
): { both: [old: T, now: T][]; gone: T[]; added: T[] } {
  const both: [T, T][] = [];
  const gone: T[] = [];
  for (const [key, old] of olds) {
    const now = news.get(key);
    if (now === undefined) gone.push(old);
    else both.push([old, now]);
  }
  const added = [...news].filter(([key]) => !olds.has(key)).map(([, now]) => now);
  return { both, gone, added };
}

function operationsOf(document: OpenApiDocument): Map<string, OperationEntry> {
  return new Map(listOperations(document, { hidden: false }).map((entry) => [keyOf(entry), entry]));
}

function comparable({ document, source }: Description): OpenApiDocument {
  return explained(source.location, () => convert(repair(document).document));
}

function callOf({ method, path }: OperationEntry): string {
  return `${method.toUpperCase()} ${path}`;
}

function compareOperation(
  a: OperationEntry,
  b: OperationEntry,
  schemas: SchemaComparison,
  list: DifferenceList,
): void {
  const at = callOf(b);
  if ('deprecated' in b.operation && b.operation.deprecated === true && !('deprecated' in a.operation))
    list.add({
      change: 'changed',
      subject: 'operation',
      at,
      what: 'the operation is deprecated',
      breaking: false,
    });
  compareParameters(a, b, schemas, list);
  compareContent('body', a, b, schemas, list);
  compareContent('answer', a, b, schemas, list);
}

function compareParameters(
  a: OperationEntry,
  b: OperationEntry,
  schemas: SchemaComparison,
  list: DifferenceList,
): void {
  const at = callOf(b);
  const tell = (change: Difference['change'], what: string, breaking: boolean): void =>
    list.add({ change, subject: 'parameter', at, what, breaking });
  const { both, gone, added } = matched(byPlace(a), byPlace(b));
  for (const parameter of gone) tell('removed', `the ${parameter.in} parameter ${parameter.name}`, true);
  for (const [parameter, other] of both) {
    const name = `the ${parameter.in} parameter ${parameter.name}`;
    const [was, is] = [parameter.required === true, other.required === true];
    if (was !== is) tell('changed', `${name} is ${is ? 'required' : 'optional'}`, is);
    schemas.compare(parameter.schema ?? {}, other.schema ?? {}, {
      at,
      name,
      subject: 'parameter',
      direction: 'in',
    });
  }
  for (const { in: place, name, required } of added)
    tell('added', `the ${required === true ? 'required ' : ''}${place} parameter ${name}`, required === true);
}

/** Path parameters are matched by position, since their names do not matter to the server. */
function byPlace({ path, parameters }: OperationEntry): Map<string, Parameter> {
  const positions = [...path.matchAll(/\{([^{}]+)\}/g)].map(([, name]) => name);
  return new Map(
    parameters.map((parameter) => [
      parameter.in === 'path'
        ? `path ${String(positions.indexOf(parameter.name))}`
        : `${parameter.in} ${parameter.name}`,
      parameter,
    ]),
  );
}

function compareContent(
  what: 'body' | 'answer',
  a: OperationEntry,
  b: OperationEntry,
  schemas: SchemaComparison,
  list: DifferenceList,
): void {
  const at = callOf(b);
  const tell = (change: Difference['change'], text: string, breaking: boolean): void =>
    list.add({ change, subject: what, at, what: text, breaking });
  const isBody = what === 'body';
  const [oldMedia] = Object.entries((isBody ? a.operation.requestBody : a.success.response)?.content ?? {});
  const [newMedia] = Object.entries((isBody ? b.operation.requestBody : b.success.response)?.content ?? {});
  const [was, is] = [a.operation.requestBody?.required === true, b.operation.requestBody?.required === true];
  if (!isBody && a.success.status !== b.success.status)
    tell('changed', `success is ${String(b.success.status)} instead of ${String(a.success.status)}`, false);
  if (oldMedia === undefined && newMedia === undefined) return;
  if (oldMedia === undefined)
    return tell('added', isBody && is ? 'the required body' : `the ${what}`, isBody && is);
  if (newMedia === undefined) return tell('removed', `the ${what}`, true);
  if (isBody && was !== is) tell('changed', `the body is ${is ? 'required' : 'optional'}`, is);
  if (oldMedia[0] !== newMedia[0])
    return tell('changed', `the ${what} is ${newMedia[0]} instead of ${oldMedia[0]}`, true);
  schemas.compare(oldMedia[1].schema ?? {}, newMedia[1].schema ?? {}, {
    at,
    name: `the ${what}`,
    subject: what,
    direction: isBody ? 'in' : 'out',
  });
}

/** Models that were added or removed. This never breaks a call, since calls do not use the names of models. */
function compareModels(
  a: OpenApiDocument,
  b: OpenApiDocument,
  { pairs }: SchemaComparison,
  list: DifferenceList,
): void {
  const [olds, news] = [a, b].map(modelsOf);
  const paired = new Set(pairs.values());
  const tell = (change: 'added' | 'removed', at: string): void =>
    list.add({ change, subject: 'model', at, what: 'the model', breaking: false });
  for (const name of news ?? []) if (!paired.has(name) && olds?.has(name) !== true) tell('added', name);
  for (const name of olds ?? []) if (!pairs.has(name) && news?.has(name) !== true) tell('removed', name);
}

function modelsOf(document: OpenApiDocument): Set<string> {
  return reachableSchemas(listOperations(document, { hidden: false }), document.components.schemas);
}
