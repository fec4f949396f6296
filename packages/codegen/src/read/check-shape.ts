/**
 * Checks the types of the parts of a description, so that every later step can rely on them. Faults in the
 * content are repaired later.
 *
 * @module
 */
import type { ErrorObject, ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { CodegenError } from '../errors.ts';
import type { JsonObject } from '../document/json.ts';
import { lineOf } from './positions.ts';
import type { SourceText } from './read-source.ts';
import { SHAPE } from './shape.ts';

let validate: ValidateFunction | undefined;

/** @throws CodegenError `invalid`, with the file, the line and what was expected. */
export function checkShape(document: JsonObject, { text, location }: SourceText): void {
  const fail = (pointer: string, message: string): never => {
    throw new CodegenError('invalid', message, { source: location, line: lineOf(text, pointer) });
  };
  const version = document['swagger'] ?? document['openapi'];
  if (typeof version !== 'string' || !/^(2\.0|3\.[01](\.|$))/.test(version)) {
    const pointer = 'swagger' in document ? '/swagger' : 'openapi' in document ? '/openapi' : '';
    fail(
      pointer,
      'This is not an API description: it needs "swagger": "2.0", or "openapi": "3.0..." or "3.1...".',
    );
  }
  validate ??= new Ajv2020({ strict: false, allErrors: false, verbose: false }).compile(SHAPE);
  if (validate(document)) return;
  const error = validate.errors?.find(({ keyword }) => keyword !== 'if' && keyword !== 'anyOf');
  const at = error?.instancePath ?? '';
  fail(at, `${nameOf(at)} ${expected(error)}.`);
}

function expected(error: ErrorObject | undefined): string {
  if (error?.keyword === 'required') return `lacks "${String(error.params['missingProperty'])}"`;
  return error?.message?.replace(',', ' or ') ?? 'is not valid';
}

function nameOf(pointer: string): string {
  const path = pointer.split('/').slice(1);
  return path.length === 0
    ? 'The description'
    : `"${path.map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~')).join(' > ')}"`;
}
