/**
 * The calls whose types are measured: as many operations as wanted, evenly spaced over the specification,
 * each with its required parameters and its first example body.
 *
 * @module
 */
import document from '@cloudlink-center/spec/openapi.json' with { type: 'json' };
import { operations, type OperationId } from '@cloudlink-center/spec/operations';

export type Call = {
  readonly id: OperationId;
  readonly method: string;
  readonly path: string;
  /** In the order of the path. */
  readonly pathValues: Readonly<Record<string, unknown>>;
  readonly queryValues: Readonly<Record<string, unknown>>;
  /** Whether the operation takes a query at all. */
  readonly hasQuery: boolean;
  readonly body?: unknown;
};

type Parameter = { name: string; in: string; required?: boolean; example?: unknown };
type Reference = { $ref: string };
type Operation = {
  operationId: string;
  parameters?: (Parameter | Reference)[];
  requestBody?: { content: Record<string, { examples?: Record<string, { value: unknown }> }> };
};
type Document = {
  paths: Record<string, Record<string, Operation> & { parameters?: (Parameter | Reference)[] }>;
  components: { parameters: Record<string, Parameter> };
};

// The lint step of the specification holds this shape; its literal type would be a megabyte.
const { paths, components } = document as unknown as Document;

/** Files are left out: their types differ between generators in ways that have nothing to do with cost. */
export function chooseCalls(count: number): Call[] {
  const callable = Object.entries(operations)
    .filter(([, { requestType, binary, rawSlashes }]) => {
      return requestType !== 'multipart/form-data' && !binary && rawSlashes === undefined;
    })
    .map(([id]) => id as OperationId);
  const step = callable.length / count;
  return callable
    .filter((_, index) => Math.floor(index / step) !== Math.floor((index - 1) / step))
    .map(callOf);
}

function callOf(id: OperationId): Call {
  const { method, path } = operations[id];
  const item = paths[path];
  const operation = item?.[method.toLowerCase()];
  if (item === undefined || operation === undefined) throw new Error(`${id} is not in the document.`);
  const parameters = [...(item.parameters ?? []), ...(operation.parameters ?? [])].map(resolve);
  const valuesOf = (place: string): Record<string, unknown> =>
    Object.fromEntries(
      parameters
        .filter((parameter) => parameter.in === place && parameter.required)
        .map(({ name, example }) => [name, example]),
    );
  const example = Object.values(operation.requestBody?.content['application/json']?.examples ?? {})[0];
  return {
    id,
    method,
    path,
    pathValues: valuesOf('path'),
    queryValues: valuesOf('query'),
    hasQuery: parameters.some((parameter) => parameter.in === 'query'),
    ...(example && { body: example.value }),
  };
}

function resolve(parameter: Parameter | Reference): Parameter {
  if (!('$ref' in parameter)) return parameter;
  const found = components.parameters[parameter.$ref.split('/').at(-1) ?? ''];
  if (found === undefined) throw new Error(`${parameter.$ref} is not in the document.`);
  return found;
}
