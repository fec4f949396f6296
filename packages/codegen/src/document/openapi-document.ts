/**
 * Types for the parts of the bundled OpenAPI document that the generators read, and the list of its
 * operations.
 *
 * @module
 */

export type OpenApiDocument = {
  openapi: string;
  info?: Record<string, unknown>;
  servers?: object[];
  security?: object[];
  tags?: object[];
  paths: Record<string, PathItem>;
  components: {
    schemas: Record<string, Schema>;
    parameters?: Record<string, Parameter>;
    responses?: Record<string, Response>;
    securitySchemes?: Record<string, unknown>;
  };
};

export type PathItem = { parameters?: (Parameter | Reference)[] } & { [method in HttpMethod]?: Operation };
export type HttpMethod = 'get' | 'put' | 'post' | 'delete';
export type Reference = { $ref: string };
export type Schema = {
  $ref?: string;
  description?: string;
  type?: string | string[];
  format?: string;
  enum?: unknown[];
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: Schema | boolean;
  allOf?: Schema[];
  oneOf?: Schema[];
  anyOf?: Schema[];
  'x-extensible-enum'?: string[];
  'x-cloudlink-model'?: string | string[];
};
export type Content = Record<
  string,
  { schema?: Schema; examples?: Record<string, { summary?: string; value?: unknown }> }
>;
export type Parameter = {
  name: string;
  in: 'path' | 'query' | 'header' | 'cookie';
  required?: boolean;
  description?: string;
  schema?: Schema;
  'x-cloudlink-raw-slashes'?: true;
};
export type Response = { description: string; content?: Content };
export type Operation = {
  operationId: string;
  summary: string;
  description: string;
  tags: string[];
  parameters?: (Parameter | Reference)[];
  requestBody?: { required?: boolean; content: Content };
  responses: Record<string, Response | Reference>;
  'x-cloudlink-permissions': string[];
  'x-cloudlink-audit-action'?: string;
  'x-cloudlink-repeatable': boolean;
  'x-cloudlink-side-effects'?: true;
  'x-cloudlink-node-local'?: true;
  'x-cloudlink-slow'?: true;
  'x-cloudlink-dangerous'?: true;
  'x-cloudlink-hidden'?: true;
  'x-cloudlink-cursor'?: Cursor;
  /** Only in a generated document: this SDK does not know the operation. */
  'x-cloudlink-new'?: true;
};
export type Cursor = {
  parameter: string;
  property: string;
  size: string;
  timestamp?: { parameter: string; property: string };
};

export type OperationEntry = {
  method: HttpMethod;
  path: string;
  operation: Operation;
  /** Parameters of the path and of the operation, references resolved. */
  parameters: Parameter[];
  /** The only declared success response. */
  success: { status: number; response: Response };
};

const METHODS: readonly HttpMethod[] = ['get', 'put', 'post', 'delete'];

/** All operations in the order of the specification. */
export function listOperations(document: OpenApiDocument, options: { hidden: boolean }): OperationEntry[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const operation = item[method];
      if (operation === undefined || (operation['x-cloudlink-hidden'] && !options.hidden)) return [];
      const parameters = [...(item.parameters ?? []), ...(operation.parameters ?? [])].map((parameter) =>
        '$ref' in parameter ? resolve(document.components.parameters, parameter) : parameter,
      );
      return [{ method, path, operation, parameters, success: successOf(operation) }];
    }),
  );
}

function successOf(operation: Operation): OperationEntry['success'] {
  for (const [status, response] of Object.entries(operation.responses)) {
    if (/^[23]/.test(status) && !('$ref' in response)) return { status: Number(status), response };
  }
  throw new Error(`${operation.operationId} declares no success answer.`);
}

function resolve<T>(components: Record<string, T> | undefined, reference: Reference): T {
  const found = components?.[reference.$ref.split('/').at(-1) ?? ''];
  if (found === undefined) throw new Error(`${reference.$ref} does not exist.`);
  return found;
}
