/**
 * Each operation in TypeScript, in a shell, and with curl, with the specification's own values.
 *
 * @module
 */
import { commandOf, flagOf } from './names.ts';
import { listOf, nodeOf, type Node, type Operation, textOf } from './read-operations.ts';

export interface Examples {
  readonly typescript: string;
  readonly shell: string;
  readonly curl: string;
}

/** How deep schemas are searched for secrets. */
const DEPTH = 6;

export function examplesOf(operation: Operation, resolve: (node: unknown) => Node): Examples {
  const value = (parameter: Node): unknown => exampleValue(parameter, resolve);
  const inPlace = (place: string): [string, unknown][] =>
    operation.parameters
      .filter(
        (parameter) => parameter['in'] === place && (place === 'path' || parameter['required'] === true),
      )
      .map((parameter) => [textOf(parameter['name']), value(parameter)]);
  const input: Input = {
    path: inPlace('path'),
    query: inPlace('query'),
    body: inputBody(operation.body, resolve),
  };
  return {
    typescript: typescript(operation, input),
    shell: shell(operation, input),
    curl: curl(operation, input),
  };
}

function exampleValue(parameter: Node, resolve: (node: unknown) => Node): unknown {
  const [named] = Object.values(nodeOf(parameter['examples']));
  const schema = resolve(parameter['schema']);
  const present = parameter['example'] ?? resolve(named)['value'] ?? schema['example'] ?? schema['default'];
  if (present !== undefined) return present;
  if (schema['type'] === 'integer' || schema['type'] === 'number') return 10;
  if (schema['type'] === 'boolean') return true;
  return `<${textOf(parameter['name'])}>`;
}

type Values = readonly (readonly [name: string, value: unknown])[];
type Input = { readonly path: Values; readonly query: Values; readonly body: InputBody | undefined };
/** `files`: the names of the parts, where the body is a form. */
type InputBody = { readonly files: readonly string[]; readonly json: unknown; readonly hasSecret: boolean };

function inputBody(body: Operation['body'], resolve: (node: unknown) => Node): InputBody | undefined {
  if (body === undefined) return undefined;
  const schema = resolve(body.schema);
  const properties = Object.entries(nodeOf(schema['properties'])).map(
    ([name, property]) => [name, resolve(property)] as const,
  );
  const required = listOf(schema['required']);
  const isForm = body.type.includes('form-data');
  const files = properties.map(([name]) => name).filter((name) => required.includes(name));
  return {
    files: isForm ? files : [],
    json: body.example ?? {},
    hasSecret: holdsSecret(schema, resolve, DEPTH),
  };
}

/** Whether a field, or one of those in it, is a secret. */
function holdsSecret(schema: Node, resolve: (node: unknown) => Node, depth: number): boolean {
  if (schema['format'] === 'password') return true;
  if (depth === 0) return false;
  const inner = [
    ...Object.values(nodeOf(schema['properties'])),
    ...listOf(schema['allOf']),
    ...listOf(schema['anyOf']),
    ...listOf(schema['oneOf']),
    ...(schema['items'] === undefined ? [] : [schema['items']]),
  ];
  return inner.some((part) => holdsSecret(resolve(part), resolve, depth - 1));
}

function typescript({ id, responses }: Operation, { path, query, body }: Input): string {
  const parts = [
    ...(path.length > 0 ? [`path: ${literal(Object.fromEntries(path))}`] : []),
    ...(query.length > 0 ? [`query: ${literal(Object.fromEntries(query))}`] : []),
    ...(body === undefined ? [] : [`body: ${formLiteral(body) ?? literal(body.json)}`]),
  ];
  const answers = responses.some(({ status, schema }) => status.startsWith('2') && schema !== undefined);
  const call = `await center.${id}(${parts.length === 0 ? '' : `{\n${indented(parts.join(',\n'))},\n}`});`;
  return answers ? `const answer = ${call}` : call;
}

/** Files are Blobs; in the example, there is one for each part. */
function formLiteral({ files }: InputBody): string | undefined {
  return files.length === 0 ? undefined : `{ ${files.map((name) => `${name}: file`).join(', ')} }`;
}

/** JSON with names as TypeScript writes them. */
function literal(value: unknown): string {
  return JSON.stringify(value, null, 2)
    .replace(/^(\s*)"([A-Za-z_]\w*)":/gm, '$1$2:')
    .replaceAll('"', "'");
}

const indented = (text: string): string => text.replace(/^/gm, '  ');
const quoted = (value: unknown): string => {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return /^[\w./:@-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
};

function shell({ id, traits, responses }: Operation, { path, query, body }: Input): string {
  const words = [commandOf(id), ...path.map(([, value]) => quoted(value))];
  for (const [name, value] of query) words.push(`${flagOf(name)} ${quoted(value)}`);
  for (const name of body?.files ?? []) words.push(`${flagOf(name)} ./${name}`);
  if (body?.files.length === 0) words.push(body.hasSecret ? '--body -' : `--body ${quoted(body.json)}`);
  if (responses.some(({ type }) => type === 'application/octet-stream')) words.push('--to answer.bin');
  if (traits['dangerous'] === true) words.push('--yes');
  return words.join(' ') + hereDocument(body);
}

function curl({ method, path: template, parameters }: Operation, { path, query, body }: Input): string {
  const rawSlashes = new Set(
    parameters
      .filter((parameter) => parameter['x-cloudlink-raw-slashes'] === true)
      .map((parameter) => parameter['name']),
  );
  const filled = path.reduce(
    (address, [name, value]) => address.replace(`{${name}}`, inPath(value, rawSlashes.has(name))),
    template,
  );
  const search = query.map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`).join('&');
  const lines = [
    `curl --cacert clc-ca.pem --request ${method} "$CENTER/cloudlink/rest${filled}${search === '' ? '' : `?${search}`}"`,
    `--header "Authorization: Bearer $TOKEN"`,
  ];
  for (const name of body?.files ?? []) lines.push(`--form ${name}=@./${name}`);
  if (body?.files.length === 0)
    lines.push(
      `--header 'Content-Type: application/json'`,
      `--data ${body.hasSecret ? '@-' : quoted(body.json)}`,
    );
  return lines.join(' \\\n  ') + hereDocument(body);
}

/** A secret goes by standard input: everybody on the machine can see arguments. */
function hereDocument(body: InputBody | undefined): string {
  if (body?.hasSecret !== true || body.files.length > 0) return '';
  return ` <<'JSON'\n${JSON.stringify(body.json, null, 2)}\nJSON`;
}

/** What is yours to fill in stays readable. */
function inPath(value: unknown, keepsSlashes: boolean): string {
  const text = String(value);
  if (text.startsWith('<')) return text;
  return keepsSlashes ? text.split('/').map(encodeURIComponent).join('/') : encodeURIComponent(text);
}
