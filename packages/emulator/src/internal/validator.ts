/**
 * Checks requests and answers against the specification.
 *
 * @module
 */
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { type Operation, specification } from './openapi.ts';

export type Validator = {
  /** What is wrong with a request, or undefined. */
  request(operation: Operation, query: Record<string, string>, body: unknown): string | undefined;
  /** What is wrong with an answer, or undefined. */
  answer(operation: Operation, body: unknown): string | undefined;
};

export function createValidator(): Validator {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  // The module is CommonJS: its default export is the plugin, whatever the interop says.
  (formats as unknown as (target: Ajv2020) => void)(ajv);
  for (const name of ['binary', 'password', 'int32', 'int64', 'double']) ajv.addFormat(name, true);
  ajv.addSchema({ ...specification, $id: 'openapi' });
  const compiled = new Map<string, ValidateFunction>();

  function check(key: string, schema: object, value: unknown): string | undefined {
    let validate = compiled.get(key);
    if (validate === undefined) {
      // References in the document are local to it.
      validate = ajv.compile(
        JSON.parse(JSON.stringify(schema).replaceAll('"#/components', '"openapi#/components')),
      );
      compiled.set(key, validate);
    }
    if (validate(value)) return undefined;
    return validate.errors
      ?.map(({ instancePath, message }) => `${instancePath || 'it'} ${message ?? 'is wrong'}`)
      .join('; ');
  }

  return {
    request(operation, query, body) {
      for (const { name, in: place, required, schema = {} } of operation.parameters) {
        if (place !== 'query') continue;
        const text = query[name];
        if (text === undefined && required) return `query parameter ${name} is missing`;
        if (text === undefined) continue;
        const problem = check(`${operation.operationId}?${name}`, schema, typed(text, schema.type));
        if (problem !== undefined) return `query parameter ${name}: ${problem}`;
      }
      const parts = operation.requestBody?.content['multipart/form-data']?.schema?.required ?? [];
      const missing = parts.find((name) => !isFile(body, name));
      if (missing !== undefined) return `the part ${missing} is missing, or is no file`;
      const schema = operation.requestBody?.content['application/json']?.schema;
      if (schema === undefined) return undefined;
      const problem = check(`${operation.operationId}>`, schema, body);
      return problem === undefined ? undefined : `the body: ${problem}`;
    },
    answer(operation, body) {
      const schema = operation.success.content['application/json']?.schema;
      if (schema === undefined) return undefined;
      return check(`${operation.operationId}<`, schema, body);
    },
  };
}

function isFile(body: unknown, name: string): boolean {
  return typeof body === 'object' && body !== null && Reflect.get(body, name) instanceof File;
}

function typed(text: string, type: string | undefined): unknown {
  if (type === 'boolean') return text === 'true' ? true : text === 'false' ? false : text;
  if (type === 'integer' || type === 'number') return text.trim() === '' ? text : Number(text);
  return text;
}
