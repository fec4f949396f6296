/**
 * The operations of the bundled specification, in the shape that the pages need.
 *
 * @module
 */
import { readFileSync } from 'node:fs';

/** A value of the bundle, read by name. */
export type Node = { readonly [name: string]: unknown };

export interface Operation {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly summary: string;
  readonly description: string;
  readonly permissions: readonly string[];
  readonly evidence: Readonly<Record<string, string>>;
  readonly parameters: readonly Node[];
  readonly body: { readonly type: string; readonly schema: Node; readonly example: unknown } | undefined;
  readonly responses: readonly {
    status: string;
    description: string;
    schema: Node | undefined;
    type?: string;
  }[];
  /** The other extensions, without their prefix: `dangerous`, `slow`, `node-local`, `audit-action` ... */
  readonly traits: Node;
}

export interface Specification {
  readonly groups: readonly { readonly name: string; readonly description: string }[];
  readonly operations: readonly Operation[];
  /** Follows references. */
  readonly resolve: (node: unknown) => Node;
}

const METHODS = new Set(['get', 'put', 'post', 'delete', 'patch']);
const EXTENSION = 'x-cloudlink-';

export const nodeOf = (value: unknown): Node =>
  // Whatever it is: a missing name reads as undefined.
  (typeof value === 'object' && value !== null ? value : {}) as Node;
export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

export function readSpecification(): Specification {
  const file = new URL('../../spec/openapi.json', import.meta.url);
  const bundle = nodeOf(JSON.parse(readFileSync(file, 'utf8')));
  const resolve = (value: unknown): Node => {
    const node = nodeOf(value);
    const reference = textOf(node['$ref']);
    if (reference === '') return node;
    const found = reference
      .slice(2)
      .split('/')
      .reduce<unknown>((at, name) => nodeOf(at)[name], bundle);
    const { $ref: _reference, ...own } = node;
    return { ...resolve(found), ...own };
  };
  const operations = Object.entries(nodeOf(bundle['paths'])).flatMap(([path, item]) =>
    Object.entries(nodeOf(item))
      .filter(([method, value]) => METHODS.has(method) && nodeOf(value)['x-cloudlink-hidden'] !== true)
      .map(([method, value]) =>
        operationOf({
          method: method.toUpperCase(),
          path,
          value: nodeOf(value),
          shared: nodeOf(item),
          resolve,
        }),
      ),
  );
  const used = new Set(operations.map(({ id }) => id.split('.')[0]));
  const groups = listOf(bundle['tags'])
    .map((tag) => ({ name: textOf(nodeOf(tag)['name']), description: textOf(nodeOf(tag)['description']) }))
    .filter(({ name }) => used.has(name));
  return { groups, operations, resolve };
}

interface Found {
  readonly method: string;
  readonly path: string;
  readonly value: Node;
  /** The path's own object, whose parameters hold for each of its operations. */
  readonly shared: Node;
  readonly resolve: (node: unknown) => Node;
}

function operationOf({ method, path, value, shared, resolve }: Found): Operation {
  const traits = Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => name.startsWith(EXTENSION))
      .map(([name, trait]) => [name.slice(EXTENSION.length), trait]),
  );
  return {
    id: textOf(value['operationId']),
    method,
    path,
    summary: textOf(value['summary']),
    description: textOf(value['description']),
    permissions: listOf(traits['permissions']).map(String),
    evidence: nodeOf(traits['evidence']) as Readonly<Record<string, string>>, // extensions.schema.json says so
    parameters: [...listOf(shared['parameters']), ...listOf(value['parameters'])].map(resolve),
    body: bodyOf(resolve(value['requestBody']), resolve),
    responses: Object.entries(nodeOf(value['responses'])).map(([status, answer]) => {
      const response = resolve(answer);
      const [type, media] = Object.entries(nodeOf(response['content']))[0] ?? [];
      return {
        status,
        description: textOf(response['description']),
        schema: media === undefined ? undefined : nodeOf(nodeOf(media)['schema']),
        ...(type !== undefined && { type }),
      };
    }),
    traits,
  };
}

function bodyOf(requestBody: Node, resolve: (node: unknown) => Node): Operation['body'] {
  const [type, media] = Object.entries(nodeOf(requestBody['content']))[0] ?? [];
  if (type === undefined) return undefined;
  const [example] = Object.values(nodeOf(nodeOf(media)['examples']));
  return { type, schema: nodeOf(nodeOf(media)['schema']), example: resolve(example)['value'] };
}
