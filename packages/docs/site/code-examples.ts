/**
 * Each operation in TypeScript, in a shell, and with curl, with the specification's own values.
 *
 * @module
 */
import { commandOf } from './names.ts';
import { nodeOf, type Node, type Operation, textOf } from './read-operations.ts';

export interface Examples {
  readonly typescript: string;
  readonly shell: string;
  readonly curl: string;
}

export function examplesOf(operation: Operation, resolve: (node: unknown) => Node): Examples {
  const value = (parameter: Node): unknown => exampleValue(parameter, resolve);
  const inPlace = (place: string): [string, unknown][] =>
    operation.parameters
      .filter(
        (parameter) => parameter['in'] === place && (place === 'path' || parameter['required'] === true),
      )
      .map((parameter) => [textOf(parameter['name']), value(parameter)]);
  const path = inPlace('path');
  const query = inPlace('query');
  return {
    typescript: typescript(operation, path, query),
    shell: shell(operation, path, query),
    curl: curl(operation, path, query),
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

function typescript({ id, body, responses }: Operation, path: Values, query: Values): string {
  const parts = [
    ...(path.length > 0 ? [`path: ${literal(Object.fromEntries(path))}`] : []),
    ...(query.length > 0 ? [`query: ${literal(Object.fromEntries(query))}`] : []),
    ...(body === undefined
      ? []
      : [`body: ${body.type.includes('form-data') ? '{ file }' : literal(body.example ?? {})}`]),
  ];
  const answers = responses.some(({ status, schema }) => status.startsWith('2') && schema !== undefined);
  const call = `await center.${id}(${parts.length === 0 ? '' : `{\n${indented(parts.join(',\n'))},\n}`});`;
  return answers ? `const answer = ${call}` : call;
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

function shell({ id, body, traits, responses }: Operation, path: Values, query: Values): string {
  const words = [commandOf(id), ...path.map(([, value]) => quoted(value))];
  for (const [name, value] of query) words.push(`--${name.replaceAll('_', '-')} ${quoted(value)}`);
  if (body !== undefined)
    words.push(body.type.includes('form-data') ? '--file ./file' : `--body ${quoted(body.example ?? {})}`);
  if (responses.some(({ type }) => type === 'application/octet-stream')) words.push('--to answer.bin');
  if (traits['dangerous'] === true) words.push('--yes');
  return words.join(' ');
}

function curl({ method, path: template, body }: Operation, path: Values, query: Values): string {
  const filled = path.reduce(
    (address, [name, value]) =>
      address.replace(
        `{${name}}`,
        /^</.test(String(value)) ? String(value) : encodeURIComponent(String(value)),
      ),
    template,
  );
  const search = query.map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`).join('&');
  const lines = [
    `curl --cacert clc-ca.pem --request ${method} "$CENTER/cloudlink/rest${filled}${search === '' ? '' : `?${search}`}"`,
    `--header "Authorization: Bearer $TOKEN"`,
  ];
  if (body?.type.includes('form-data')) lines.push('--form file=@./file');
  else if (body !== undefined)
    lines.push(`--header 'Content-Type: application/json'`, `--data ${quoted(body.example ?? {})}`);
  return lines.join(' \\\n  ');
}
