/**
 * Validates requests, responses and fixtures against the specification. The schema compiler is loaded on
 * first use.
 *
 * @module
 */
import { createRequire } from 'node:module';
import type { Ajv2020, ValidateFunction } from 'ajv/dist/2020.js';
import type { Multipart } from '../http/body.ts';
import { type Operation, type Parameter, specification } from './openapi.ts';

/** Each function returns the problem, or undefined. */
export type Validator = {
  query(operation: Operation, query: Readonly<Record<string, string>>): string | undefined;
  body(operation: Operation, body: unknown): string | undefined;
  multipart(operation: Operation, form: Multipart): string | undefined;
  answer(operation: Operation, body: unknown): string | undefined;
  /** Validates a value against a schema of `components`. */
  component(name: string, value: unknown): string | undefined;
};

const require = createRequire(import.meta.url);
let shared: Validator | undefined;

/** One validator for all emulators of a process, since it depends only on the specification. */
export function validatorOf(): Validator {
  return (shared ??= createValidator());
}

function createValidator(): Validator {
  let ajv: Ajv2020 | undefined;
  const compiled = new Map<string, ValidateFunction>();

  function check(key: string, schema: object, value: unknown): string | undefined {
    let validate = compiled.get(key);
    if (validate === undefined) {
      ajv ??= createCompiler();
      // References in the document are relative to it.
      const text = JSON.stringify(schema).replaceAll('"#/components', '"openapi#/components');
      validate = ajv.compile(JSON.parse(text) as object);
      compiled.set(key, validate);
    }
    if (validate(value)) return undefined;
    return validate.errors
      ?.map(({ instancePath, message }) => `${instancePath || 'it'} ${message ?? 'is wrong'}`)
      .join('; ');
  }

  function checkParameter(
    { operationId }: Operation,
    parameter: Parameter,
    text: string | undefined,
  ): string | undefined {
    const { name, required, schema = {} } = parameter;
    if (text === undefined) return required ? `query parameter ${name} is missing` : undefined;
    if (schema.type === 'string' && Object.keys(schema).length === 1) return undefined;
    const problem = check(`${operationId}?${name}`, schema, typed(text, schema.type));
    return problem === undefined ? undefined : `query parameter ${name}: ${problem}`;
  }

  return {
    query(operation, query) {
      for (const parameter of operation.parameters) {
        if (parameter.in !== 'query') continue;
        const text = Object.hasOwn(query, parameter.name) ? query[parameter.name] : undefined;
        const problem = checkParameter(operation, parameter, text);
        if (problem !== undefined) return problem;
      }
      return undefined;
    },
    body(operation, body) {
      const schema = operation.requestBody?.content['application/json']?.schema;
      const problem = schema && check(`${operation.operationId}>`, schema, body);
      return problem === undefined ? undefined : `the body: ${problem}`;
    },
    multipart(operation, { files }) {
      const parts = operation.requestBody?.content['multipart/form-data']?.schema?.required ?? [];
      const missing = parts.find((name) => !files.has(name));
      return missing === undefined ? undefined : `the part ${missing} is missing, or is not a file`;
    },
    answer(operation, body) {
      const schema = operation.success.content['application/json']?.schema;
      return schema && check(`${operation.operationId}<`, schema, body);
    },
    component: (name, value) => check(name, { $ref: `#/components/schemas/${name}` }, value),
  };
}

/** Loaded synchronously, since handlers are synchronous. */
function createCompiler(): Ajv2020 {
  // The types of these CommonJS modules.
  const { Ajv2020: Compiler } = require('ajv/dist/2020.js') as typeof import('ajv/dist/2020.js');
  const formats = require('ajv-formats') as (target: Ajv2020) => void;
  const ajv = new Compiler({ strict: false, allErrors: true });
  formats(ajv);
  for (const name of ['binary', 'byte', 'password', 'int32', 'int64', 'double']) ajv.addFormat(name, true);
  // Only the schemas are needed, not the paths.
  ajv.addSchema({ $id: 'openapi', components: { schemas: specification.components.schemas } });
  return ajv;
}

function typed(text: string, type: string | undefined): unknown {
  if (type === 'boolean') return text === 'true' ? true : text === 'false' ? false : text;
  if (type === 'integer' || type === 'number') return text.trim() === '' ? text : Number(text);
  return text;
}
