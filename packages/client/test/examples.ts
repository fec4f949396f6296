/** The specification's examples as inputs of named methods. */
import document from '@cloudlink-center/spec/openapi.json' with { type: 'json' };
import { operations, type OperationId } from '@cloudlink-center/spec/operations';

type Media = { schema: { properties?: object }; examples?: Record<string, { value: unknown }> };
type Parameter = { name: string; in: 'path' | 'query'; required?: boolean; example?: unknown };
type Operation = {
  summary: string;
  parameters?: (Parameter | { $ref: string })[];
  requestBody?: { content: Record<string, Media> };
  responses: Record<string, { content?: Record<string, Media> }>;
};
type PathItem = { [method: string]: Operation } & { parameters?: (Parameter | { $ref: string })[] };

// The lint step of the specification holds this shape; its literal type would be a megabyte.
export const specification = document as unknown as {
  paths: Record<string, PathItem>;
  components: { parameters: Record<string, Parameter> };
};

export type OperationExample = {
  summary: string;
  parameters: Parameter[];
  body: Record<string, Media> | undefined;
  success: { status: number; schema: object | undefined; binary: boolean };
};

export function operationOf(id: OperationId): OperationExample {
  const { method, path } = operations[id];
  const item = specification.paths[path];
  const operation = item?.[method.toLowerCase()];
  if (item === undefined || operation === undefined) throw new Error(`${id} is not in the document.`);
  const [status = '', response] =
    Object.entries(operation.responses).find(([key]) => key.startsWith('2')) ?? [];
  const parameters = [...(item.parameters ?? []), ...(operation.parameters ?? [])].map((parameter) =>
    '$ref' in parameter ? resolve(parameter.$ref) : parameter,
  );
  return {
    summary: operation.summary,
    parameters,
    body: operation.requestBody?.content,
    success: {
      status: Number(status),
      schema: response?.content?.['application/json']?.schema,
      binary: response?.content?.['application/octet-stream'] !== undefined,
    },
  };
}

/** `{ path, query }` with what is required. */
export function exampleParameters(id: OperationId): Record<string, Record<string, unknown>> {
  const parameters: Record<string, Record<string, unknown>> = {};
  for (const { name, in: place, required, example } of operationOf(id).parameters) {
    if (required) (parameters[place] ??= {})[name] = example;
  }
  return parameters;
}

/** `{ body }` with the first example; each part of a form is a small file. */
export function exampleBody(id: OperationId): { body?: unknown } {
  const { body } = operationOf(id);
  if (body === undefined) return {};
  const json = Object.values(body['application/json']?.examples ?? {})[0];
  if (json !== undefined) return { body: json.value };
  const parts = Object.keys(body['multipart/form-data']?.schema.properties ?? {});
  return { body: Object.fromEntries(parts.map((name) => [name, new Blob(['made up'])])) };
}

function resolve($ref: string): Parameter {
  const found = specification.components.parameters[$ref.split('/').at(-1) ?? ''];
  if (found === undefined) throw new Error(`${$ref} is not in the document.`);
  return found;
}
