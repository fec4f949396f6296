/**
 * The same calls in the words of each library: source text that a compiler checks. `calls: []` gives the
 * empty program that is subtracted.
 *
 * @module
 */
import type { Call } from './calls.ts';

export type Variant = {
  readonly name: string;
  /** The libraries that it needs to be generated first. */
  readonly generated?: 'hey-api' | 'orval';
  source(calls: readonly Call[]): string;
  /** A line whose end a person would ask to complete, for the completion measurement. */
  readonly completion: { line: string; at: string };
};

export const VARIANTS: readonly Variant[] = [
  {
    name: 'openapi-fetch',
    source: (calls) =>
      lines(
        `import createClient from 'openapi-fetch';`,
        `import type { paths } from '@cloudlink-center/spec';`,
        `const center = createClient<paths>({ baseUrl: 'https://clc1.example.com/cloudlink/rest' });`,
        calls.map(pathCall),
      ),
    completion: { line: `await center.GET('');`, at: `center.GET('` },
  },
  {
    name: 'CloudLink, paths',
    source: (calls) =>
      lines(
        `import type { CloudLink } from '@cloudlink-center/client';`,
        `declare const center: CloudLink;`,
        calls.map(pathCall),
      ),
    completion: { line: `await center.GET('');`, at: `center.GET('` },
  },
  {
    name: 'CloudLink, named',
    source: (calls) =>
      lines(
        `import type { CloudLink } from '@cloudlink-center/client';`,
        `declare const center: CloudLink;`,
        calls.map(
          (call) => `const data = await center.${call.id}(${optional(inputOf(call))});\n  console.log(data);`,
        ),
      ),
    completion: { line: `await center.machines.get();`, at: `center.machines.` },
  },
  {
    name: 'hey-api',
    generated: 'hey-api',
    source: (calls) =>
      lines(
        `import * as sdk from '../hey-api/index.ts';`,
        calls.map(
          (call) =>
            `const { data, error } = await sdk.${camel(call)}(${optional(inputOf(call))});\n  if (error) throw error;\n  console.log(data);`,
        ),
      ),
    completion: { line: `await sdk.machinesGet();`, at: `sdk.` },
  },
  {
    name: 'orval',
    generated: 'orval',
    source: (calls) =>
      lines(
        `import * as sdk from '../orval/index.ts';`,
        calls.map(
          (call) =>
            `const { data, status } = await sdk.${camel(call)}(${orvalArguments(call)});\n  if (status >= 400) throw data;\n  console.log(data);`,
        ),
      ),
    completion: { line: `await sdk.machinesGet();`, at: `sdk.` },
  },
];

function lines(...parts: (string | string[])[]): string {
  const bodies = parts
    .filter((part) => typeof part !== 'string')
    .flat()
    .map((body, index) => `export async function call${String(index)}() {\n  ${body}\n}`);
  return [...parts.filter((part) => typeof part === 'string'), ...bodies, 'export {};', ''].join('\n');
}

function pathCall(call: Call): string {
  const { path, query, body } = inputOf(call);
  const params = { ...(path && { path }), ...(query && { query }) };
  const init = { ...(path || query ? { params } : {}), ...(body !== undefined && { body }) };
  const more = Object.keys(init).length > 0 ? `, ${text(init)}` : '';
  return `const { data, error } = await center.${call.method}('${call.path}'${more});\n  if (error) throw error;\n  console.log(data);`;
}

type Input = { path?: object; query?: object; body?: unknown };

function inputOf({ pathValues, queryValues, body }: Call): Input {
  return {
    ...(Object.keys(pathValues).length > 0 && { path: pathValues }),
    ...(Object.keys(queryValues).length > 0 && { query: queryValues }),
    ...(body !== undefined && { body }),
  };
}

function optional(input: Input): string {
  return Object.keys(input).length > 0 ? text(input) : '';
}

function orvalArguments({ pathValues, queryValues, body }: Call): string {
  const query = Object.keys(queryValues).length > 0 ? [queryValues] : [];
  return [...Object.values(pathValues), ...(body === undefined ? [] : [body]), ...query].map(text).join(', ');
}

function text(value: unknown): string {
  return JSON.stringify(value);
}

/** `kmip.partitions.rotateKey` to `kmipPartitionsRotateKey`, as both generators name it. */
function camel({ id }: Call): string {
  return id.replaceAll(/\.(\w)/g, (_, letter: string) => letter.toUpperCase());
}
