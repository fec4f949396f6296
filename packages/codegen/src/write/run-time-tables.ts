/**
 * Writes the tables behind the named methods: the call of each method, and the facts that the client needs
 * before it sends one.
 *
 * @module
 */
import { listOperations, type OpenApiDocument, type OperationEntry } from '../document/openapi-document.ts';
import type { Targets } from './targets.ts';

/** `methods.ts`: the groups as nested objects with `METHOD path` as leaves, for the named methods at run time. */
export function methodTable(document: OpenApiDocument, { header }: Targets): string {
  return [
    header,
    '/** Groups by name; the leaves are `METHOD path`. */',
    'export interface MethodTable {\n  readonly [name: string]: string | MethodTable;\n}',
    '',
    `export const methods: MethodTable = ${JSON.stringify(nestedMethods(document))};`,
    '',
  ].join('\n');
}

/** Groups as nested objects. */
export function nestedMethods(document: OpenApiDocument): MethodTable {
  const root: MethodTable = {};
  for (const { method, path, operation } of listOperations(document, { hidden: false })) {
    const groups = operation.operationId.split('.');
    const name = groups.pop() ?? '';
    let table = root;
    for (const group of groups) {
      const next = (table[group] ??= {});
      if (typeof next === 'string') throw new Error(`${operation.operationId}: ${group} is a method too.`);
      table = next;
    }
    if (name in table) throw new Error(`${operation.operationId} is a group too.`);
    table[name] = `${method.toUpperCase()} ${path}`;
  }
  return root;
}

type MethodTable = { [name: string]: string | MethodTable };

/**
 * `call-traits.ts`: the facts that the client needs before it sends a call. The operation table has those for
 * failures.
 */
export function callTraits(document: OpenApiDocument, { header }: Targets): string {
  return [
    header,
    '/** Path template to the parameter that keeps its slashes. */',
    `export const rawSlashParameters: Readonly<Record<string, string>> = ${JSON.stringify(rawSlashParameters(document))};`,
    '/** `e` a GET with side effects, `s` slow, `b` binary response, `m` multipart body, `t` a response that may be plain text. Missing: none of these. */',
    `export const traitLetters: Readonly<Record<string, string>> = ${JSON.stringify(traitsByCall(document))};`,
    '/** Names of the query parameters of a call, separated by spaces. Missing: it has none. */',
    `export const queryNames: Readonly<Record<string, string>> = ${JSON.stringify(queriesByCall(document))};`,
    '',
  ].join('\n');
}

/** Path template to the parameter that keeps its slashes. */
export function rawSlashParameters(document: OpenApiDocument): Record<string, string> {
  return Object.fromEntries(
    listOperations(document, { hidden: false }).flatMap(({ path, parameters }) =>
      parameters
        .filter((parameter) => parameter['x-cloudlink-raw-slashes'])
        .map(({ name }) => [path, name] as const),
    ),
  );
}

/** `METHOD path` to one letter per trait. Calls without traits are left out. */
export function traitsByCall(document: OpenApiDocument): Record<string, string> {
  return Object.fromEntries(
    listOperations(document, { hidden: false })
      .map((entry) => [`${entry.method.toUpperCase()} ${entry.path}`, traitLetters(entry)] as const)
      .filter(([, letters]) => letters !== ''),
  );
}

/** `METHOD path` to the names of its query parameters. Calls without any are left out. */
export function queriesByCall(document: OpenApiDocument): Record<string, string> {
  return Object.fromEntries(
    listOperations(document, { hidden: false })
      .map((entry) => [`${entry.method.toUpperCase()} ${entry.path}`, queryNames(entry)] as const)
      .filter(([, names]) => names !== ''),
  );
}

function queryNames({ parameters }: OperationEntry): string {
  return parameters
    .filter((parameter) => parameter.in === 'query')
    .map(({ name }) => name)
    .join(' ');
}

const SCALARS: ReadonlySet<string> = new Set(['string', 'number', 'integer', 'boolean']);

function traitLetters(entry: OperationEntry): string {
  const { operation } = entry;
  return [
    operation['x-cloudlink-side-effects'] ? 'e' : '',
    operation['x-cloudlink-slow'] ? 's' : '',
    isBinary(entry) ? 'b' : '',
    operation.requestBody?.content['multipart/form-data'] === undefined ? '' : 'm',
    SCALARS.has(String(entry.success.response.content?.['application/json']?.schema?.type)) ? 't' : '',
  ].join('');
}

function isBinary(entry: OperationEntry): boolean {
  return entry.success.response.content?.['application/octet-stream'] !== undefined;
}
