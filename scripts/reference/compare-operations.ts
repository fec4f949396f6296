/**
 * Finds every difference between the specification and the facts, operation by operation. Part of `node
 * scripts/compare-reference.ts`.
 *
 * @module
 */
import {
  listOperations,
  type OpenApiDocument,
  type OperationEntry,
  type Schema,
} from '../../packages/codegen/src/document/openapi-document.ts';
import { createSchemaComparison, type SchemaComparison } from './compare-schemas.ts';
import type { Difference, ReferenceModel, ReferenceOperation } from './facts.ts';

export function compareOperations(
  document: OpenApiDocument,
  operations: readonly ReferenceOperation[],
  models: readonly ReferenceModel[],
): Difference[] {
  const schemas = createSchemaComparison(document, models);
  const entries = new Map(listOperations(document, { hidden: false }).map((entry) => [keyOf(entry), entry]));
  const differences: Difference[] = [];
  for (const reference of operations) {
    const operation = `${reference.method} ${reference.path}`;
    const entry = entries.get(operation);
    const found = entry === undefined ? ['is missing'] : compareOne(entry, reference, schemas);
    differences.push(...found.map((what) => ({ operation, what })));
    entries.delete(operation);
  }
  for (const operation of entries.keys()) differences.push({ operation, what: 'is not in the reference' });
  return [...differences, ...schemas.compareNested()];
}

function compareOne(
  entry: OperationEntry,
  reference: ReferenceOperation,
  schemas: SchemaComparison,
): string[] {
  const { operation, success } = entry;
  const body = operation.requestBody?.content;
  return [
    ...compareParameters(entry, reference, schemas),
    ...schemas.compare('body', body?.['application/json']?.schema, reference.requestBody),
    ...compareMultipart(body?.['multipart/form-data']?.schema, reference),
    // The vendor marks no body as required, only parts of multipart bodies.
    ...(body?.['application/json'] !== undefined && operation.requestBody?.required === true
      ? ['body is required']
      : []),
    ...schemas.compare(
      'response',
      success.response.content?.['application/json']?.schema,
      reference.response,
    ),
    ...same(
      'permissions',
      operation['x-cloudlink-permissions'].toSorted(),
      reference.anyOfPermissions.toSorted(),
    ),
    ...same('audit action', operation['x-cloudlink-audit-action'] ?? null, reference.auditAction),
  ];
}

function compareParameters(
  { parameters, path }: OperationEntry,
  reference: ReferenceOperation,
  schemas: SchemaComparison,
): string[] {
  const raw = parameters.find((parameter) => parameter['x-cloudlink-raw-slashes'])?.name;
  const ours = parameters
    .filter(({ name }) => name !== raw)
    .map(({ name, in: place, required, schema }) => ({
      name,
      place,
      required: required ?? false,
      type: scalarType(schemas.resolve(schema ?? {})),
      values: schemas.resolve(schema ?? {})['x-extensible-enum'],
    }));
  const differences: string[] = [];
  for (const { name, in: place, required, type, enum: values } of reference.params) {
    const own = ours.find((parameter) => parameter.name === name && parameter.place === place);
    if (own === undefined) {
      differences.push(`lacks ${place} parameter ${name}`);
      continue;
    }
    differences.push(...same(`parameter ${name} required`, own.required, required));
    differences.push(...same(`parameter ${name} type`, own.type, type));
    // The vendor may publish no values although appliances have shown some.
    if (values !== undefined) differences.push(...same(`parameter ${name} values`, own.values, values));
  }
  for (const { name, place } of ours) {
    const isKnown = reference.params.some((parameter) => parameter.name === name && parameter.in === place);
    if (!isKnown) differences.push(`has ${place} parameter ${name} (${path})`);
  }
  return differences;
}

function compareMultipart(schema: Schema | undefined, { multipart }: ReferenceOperation): string[] {
  const ours = Object.keys(schema?.properties ?? {}).map(
    (name) => `${name}${schema?.required?.includes(name) ? '' : '?'}`,
  );
  const theirs = (multipart ?? []).map(({ name, required }) => `${name}${required ? '' : '?'}`);
  return same('multipart parts', ours.toSorted(), theirs.toSorted());
}

function scalarType(schema: Schema): string {
  const type = String(schema.type ?? '?');
  return schema.format === undefined ? type : `${type}(${schema.format})`;
}

function same(what: string, ours: unknown, theirs: unknown): string[] {
  const [a, b] = [JSON.stringify(ours), JSON.stringify(theirs)];
  return a === b ? [] : [`${what} is ${a} instead of ${b}`];
}

/** A path parameter that keeps its slashes is written `**` in the reference. */
function keyOf({ method, path, parameters }: OperationEntry): string {
  const raw = parameters.find((parameter) => parameter['x-cloudlink-raw-slashes'])?.name;
  return `${method.toUpperCase()} ${raw === undefined ? path : path.replace(`{${raw}}`, '**')}`;
}
