/**
 * The specification as the emulator reads it.
 *
 * @module
 */
import document from '@cloudlink-center/spec/openapi.json' with { type: 'json' };

export type Method = 'get' | 'put' | 'post' | 'delete';
export type Parameter = {
  name: string;
  in: 'path' | 'query';
  required?: boolean;
  example?: unknown;
  schema?: { type?: string };
  'x-cloudlink-raw-slashes'?: true;
};
export type Schema = {
  $ref?: string;
  type?: string;
  items?: Schema;
  required?: string[];
  properties?: Record<string, Schema>;
  additionalProperties?: unknown;
  'x-cloudlink-model'?: string;
};
export type Media = { schema?: Schema; examples?: Record<string, { value?: unknown }> };
export type Operation = {
  operationId: string;
  method: Method;
  path: string;
  parameters: Parameter[];
  requestBody?: { content: Record<string, Media> };
  success: { status: number; content: Record<string, Media> };
  permissions: readonly string[];
  auditAction?: string;
  hidden: boolean;
  hasSideEffects: boolean;
};

type RawOperation = {
  operationId: string;
  parameters?: (Parameter | { $ref: string })[];
  requestBody?: { content: Record<string, Media> };
  responses: Record<string, { content?: Record<string, Media> }>;
  'x-cloudlink-permissions': string[];
  'x-cloudlink-audit-action'?: string;
  'x-cloudlink-hidden'?: true;
  'x-cloudlink-side-effects'?: true;
};
type RawPath = { [method in Method]?: RawOperation } & { parameters?: (Parameter | { $ref: string })[] };
type Document = {
  paths: Record<string, RawPath>;
  components: { parameters: Record<string, Parameter>; schemas: Record<string, Schema> };
};

const METHODS: readonly Method[] = ['get', 'put', 'post', 'delete'];

// The lint rules of the specification check this shape. Its literal type would have a megabyte.
export const specification = document as unknown as Document;

/** Every operation. */
export const operations: readonly Operation[] = listOperations();

const byId: ReadonlyMap<string, Operation> = new Map(
  operations.map((operation) => [operation.operationId, operation]),
);

export function operationOf(operationId: string): Operation | undefined {
  return byId.get(operationId);
}

/** A copy of the first example of a request. */
export function exampleRequest(operationId: string): unknown {
  const examples = byId.get(operationId)?.requestBody?.content['application/json']?.examples ?? {};
  return structuredClone(Object.values(examples)[0]?.value);
}

/** A copy of the first example of a response. */
export function exampleAnswer(operationId: string): unknown {
  const examples = jsonAnswer(operationId)?.examples ?? {};
  return structuredClone(Object.values(examples)[0]?.value);
}

/** The schema of an operation's JSON response, or of its items if that is an array. */
export function answerSchema(operationId: string): Schema | undefined {
  const schema = resolveSchema(jsonAnswer(operationId)?.schema);
  return schema?.items === undefined ? schema : resolveSchema(schema.items);
}

function jsonAnswer(operationId: string): Media | undefined {
  return byId.get(operationId)?.success.content['application/json'];
}

export function resolveSchema(schema: Schema | undefined): Schema | undefined {
  if (schema?.$ref === undefined) return schema;
  return specification.components.schemas[schema.$ref.split('/').at(-1) ?? ''];
}

function listOperations(): Operation[] {
  return Object.entries(specification.paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const raw = item[method];
      return raw === undefined ? [] : [readOperation(path, method, item, raw)];
    }),
  );
}

function readOperation(path: string, method: Method, item: RawPath, raw: RawOperation): Operation {
  const [status = '200', response] = Object.entries(raw.responses).find(([key]) => /^[23]/.test(key)) ?? [];
  return {
    operationId: raw.operationId,
    method,
    path,
    parameters: [...(item.parameters ?? []), ...(raw.parameters ?? [])].map((parameter) =>
      '$ref' in parameter ? resolve(parameter.$ref) : parameter,
    ),
    success: { status: Number(status), content: response?.content ?? {} },
    permissions: raw['x-cloudlink-permissions'],
    hidden: raw['x-cloudlink-hidden'] ?? false,
    hasSideEffects: method !== 'get' || (raw['x-cloudlink-side-effects'] ?? false),
    ...(raw.requestBody && { requestBody: raw.requestBody }),
    ...(raw['x-cloudlink-audit-action'] && { auditAction: raw['x-cloudlink-audit-action'] }),
  };
}

function resolve($ref: string): Parameter {
  const found = specification.components.parameters[$ref.split('/').at(-1) ?? ''];
  if (found === undefined) throw new Error(`${$ref} is not in the specification.`);
  return found;
}
