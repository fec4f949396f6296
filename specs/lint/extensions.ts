/**
 * Rules about the `x-cloudlink-*` extensions: each matches extensions.schema.json, and a cursor names
 * existing parameters and properties.
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import type { Oas3Visitor, UserContext } from '@redocly/openapi-core';
import type { ErrorObject } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { isRecord, report } from './report.ts';

/** Keywords whose errors only say that one of the other errors applies. */
const COMBINING: ReadonlySet<string> = new Set(['oneOf', 'anyOf', 'not', 'propertyNames']);

export function extensionsAreValid(): Oas3Visitor {
  const schema: unknown = JSON.parse(
    readFileSync(new URL('../extensions.schema.json', import.meta.url), 'utf8'),
  );
  const validate = new Ajv2020({ allErrors: true }).compile(isRecord(schema) ? schema : {});
  return {
    any: {
      enter(node: unknown, ctx) {
        if (!isRecord(node) || !Object.keys(node).some((key) => key.startsWith('x-')) || validate(node))
          return;
        for (const { message, at } of problemsOf(validate.errors ?? [])) report(ctx, message, at);
      },
    },
  };
}

/** One problem for each invalid extension: the most deeply nested one, with the allowed values. */
function problemsOf(errors: readonly ErrorObject[]): { message: string; at: string[] }[] {
  const deepest = new Map<string, ErrorObject>();
  for (const error of errors) {
    if (COMBINING.has(error.keyword)) continue;
    const place = error.propertyName ?? error.instancePath;
    const within = [...deepest.keys()].find((known) => known.startsWith(place));
    if (within !== undefined) continue;
    for (const known of deepest.keys()) if (place.startsWith(`${known}/`)) deepest.delete(known);
    deepest.set(place, error);
  }
  return [...deepest.values()].map((error) => {
    const at = error.instancePath.split('/').slice(1);
    if (error.propertyName !== undefined) {
      return {
        message: `There is no ${error.propertyName}.${allowed(error)}`,
        at: [...at, error.propertyName],
      };
    }
    return { message: `${at.join('.')} ${error.message ?? 'is not valid'}.${allowed(error)}`, at };
  });
}

function allowed({ params }: ErrorObject): string {
  const values: unknown = params['allowedValues'];
  return Array.isArray(values) ? ` Allowed: ${values.join(', ')}.` : '';
}

export function cursorsExist(): Oas3Visitor {
  return {
    Operation(operation, ctx) {
      const cursor: unknown = operation['x-cloudlink-cursor'];
      if (!isRecord(cursor)) return;
      const properties = itemProperties(operation.responses['200'], ctx);
      const parameters = (operation.parameters ?? []).map((one) => resolved(one, ctx).node);
      const names = parameters.flatMap((one) => (isRecord(one) ? [String(one['name'])] : []));
      const timestamp = isRecord(cursor['timestamp']) ? cursor['timestamp'] : {};
      const wanted = [
        ['parameter', cursor['parameter'], names],
        ['size', cursor['size'], names],
        ['property', cursor['property'], properties],
        ['timestamp.parameter', timestamp['parameter'], names],
        ['timestamp.property', timestamp['property'], properties],
      ] as const;
      for (const [key, name, known] of wanted) {
        if (typeof name !== 'string' || known.includes(name)) continue;
        const kind = known === names ? 'query parameters' : 'properties of an item';
        const message = `${key} of the cursor names "${name}". The ${kind}: ${known.join(', ')}.`;
        report(ctx, message, ['x-cloudlink-cursor']);
      }
    },
  };
}

type Resolved = { node: unknown; file: string };

function resolved(node: unknown, ctx: UserContext, file: string = ctx.location.source.absoluteRef): Resolved {
  if (!isRecord(node) || typeof node['$ref'] !== 'string') return { node, file };
  const found = ctx.resolve({ $ref: node['$ref'] }, file);
  return { node: found.node, file: found.location?.source.absoluteRef ?? file };
}

/** The properties of the items of the list in a response. */
function itemProperties(response: unknown, ctx: UserContext): string[] {
  let at = resolved(response, ctx);
  for (const key of ['content', 'application/json', 'schema', 'items', 'properties']) {
    if (!isRecord(at.node)) return [];
    at = resolved(at.node[key], ctx, at.file);
  }
  return isRecord(at.node) ? Object.keys(at.node) : [];
}
