/**
 * Joins a converted description with the specification of this SDK, by method and path. Known operations keep
 * our ids, texts and facts, new ones get plain types and a name by rule, and operations that the description
 * lacks are left out and listed.
 *
 * @module
 */
import {
  listOperations,
  type OpenApiDocument,
  type Operation,
  type OperationEntry,
  type PathItem,
} from '../document/openapi-document.ts';
import { textOf } from '../document/json.ts';
import type { GoneMethod } from '../write/named-methods.ts';
import type { Change, TellChange } from './changes.ts';
import { mergeOperation } from './merge-operation.ts';
import { mergeSchema } from './merge-schema.ts';
import { createMethodNames } from './method-names.ts';
import { createModels, freeName, type Models } from './models.ts';
import { newOperation } from './new-operation.ts';
import { reachableSchemas } from './reachable.ts';

export interface Joined {
  readonly document: OpenApiDocument;
  readonly changes: readonly Change[];
  /** Methods that the description lacks. */
  readonly gone: readonly GoneMethod[];
}

export function join(theirs: OpenApiDocument, ours: OpenApiDocument): Joined {
  const changes: Change[] = [];
  const tell: TellChange = (kind, at, what) => {
    if (!changes.some((change) => change.at === at && change.what === what)) changes.push({ kind, at, what });
  };
  const models = createModels(theirs, ours);
  const known = listOperations(ours, { hidden: false });
  const hidden = new Set(
    listOperations(ours, { hidden: true })
      .filter(({ operation }) => operation['x-cloudlink-hidden'])
      .map(keyOf),
  );
  const byKey = new Map(known.map((entry) => [keyOf(entry), entry]));
  const names = createMethodNames(known);
  const paths: Record<string, PathItem> = {};
  const put = (path: string, method: OperationEntry['method'], operation: Operation): void => {
    paths[path] = { ...paths[path], [method]: operation };
  };
  const found = new Set<string>();
  const added: OperationEntry[] = [];
  for (const entry of listOperations(theirs, { hidden: true })) {
    const key = keyOf(entry);
    const own = byKey.get(key);
    if (hidden.has(key)) continue;
    if (own === undefined) added.push(entry);
    else if (!found.has(key)) put(own.path, own.method, mergeOperation(own, entry, models, tell));
    found.add(key);
  }
  for (const entry of added) {
    const operation = newOperation(entry, names.nameFor(entry), models);
    tell('new', operation.operationId, `is ${entry.method.toUpperCase()} ${entry.path}`);
    put(entry.path, entry.method, operation);
  }
  const gone = known
    .filter((entry) => !found.has(keyOf(entry)))
    .map(({ operation, method, path }) => ({
      id: operation.operationId,
      call: `${method.toUpperCase()} ${path}`,
    }));
  for (const { id, call } of gone) tell('gone', id, `was ${call}`);
  return { document: assemble(inOurOrder(paths, ours), theirs, ours, models, tell), changes, gone };
}

/** The same key for the same method and path, whatever the path parameters are called. */
export function keyOf({ method, path }: { method: string; path: string }): string {
  return `${method} ${path.replaceAll(/\{[^{}]*\}/g, '{}')}`;
}

/** Keeps our order, so that a small change gives a small diff. */
function inOurOrder(paths: Record<string, PathItem>, ours: OpenApiDocument): Record<string, PathItem> {
  const order = [...Object.keys(ours.paths), ...Object.keys(paths)];
  return Object.fromEntries(
    [...new Set(order)].flatMap((path) => {
      const item = paths[path];
      return item === undefined ? [] : [[path, item]];
    }),
  );
}

function assemble(
  paths: Record<string, PathItem>,
  theirs: OpenApiDocument,
  ours: OpenApiDocument,
  models: Models,
  tell: TellChange,
): OpenApiDocument {
  const own = new Map<string, Change[]>();
  const schemas: OpenApiDocument['components']['schemas'] = {};
  for (const name of Object.keys(ours.components.schemas)) {
    const told: Change[] = [];
    schemas[name] = mergeSchema(name, ours, theirs, models, (kind, at, what) =>
      told.push({ kind, at, what }),
    );
    own.set(name, told);
  }
  for (const [name, schema] of Object.entries(theirs.components.schemas)) {
    if (models.oursFor(name).length === 0) schemas[freeName(name, ours)] = models.inOurWords(schema);
  }
  const { parameters, responses, securitySchemes } = ours.components;
  const needed = reachableSchemas({ paths, parameters, responses }, schemas);
  for (const [name, told] of own)
    if (needed.has(name)) for (const { kind, at, what } of told) tell(kind, at, what);
  return {
    openapi: ours.openapi,
    ...(theirs.info !== undefined && {
      info: { ...ours.info, version: textOf(theirs.info['version']) ?? '0' },
    }),
    ...(ours.servers !== undefined && { servers: ours.servers }),
    ...(ours.security !== undefined && { security: ours.security }),
    ...(ours.tags !== undefined && { tags: tagsOf(paths, ours.tags) }),
    paths,
    components: {
      schemas: Object.fromEntries([...needed].toSorted().map((name) => [name, schemas[name] ?? {}])),
      ...(parameters !== undefined && { parameters }),
      ...(responses !== undefined && { responses }),
      ...(securitySchemes !== undefined && { securitySchemes }),
    },
  };
}

function tagsOf(paths: Record<string, PathItem>, ours: readonly object[]): object[] {
  const known = new Set(ours.map((tag) => ('name' in tag ? tag.name : undefined)));
  const used = Object.values(paths).flatMap((item) =>
    [item.get, item.put, item.post, item.delete].flatMap((operation) => operation?.tags ?? []),
  );
  return [...ours, ...[...new Set(used)].filter((name) => !known.has(name)).map((name) => ({ name }))];
}
