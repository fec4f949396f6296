/**
 * Writes the operation table: the facts about operations that the client, the emulator and people need at run
 * time.
 *
 * @module
 */
import { listOperations, type OpenApiDocument, type OperationEntry } from '../document/openapi-document.ts';
import type { Targets } from './targets.ts';

export function operationTable(document: OpenApiDocument, targets: Targets): string {
  const rows = listOperations(document, { hidden: false }).map(
    (entry) => `'${entry.operation.operationId}': ${JSON.stringify(rowOf(entry))},`,
  );
  return [
    targets.header,
    `import type { OperationFacts } from '${targets.operationFacts}';`,
    '',
    'export type OperationId =',
    ...listOperations(document, { hidden: false }).map((entry) => `  | '${entry.operation.operationId}'`),
    ';',
    '',
    'export const operations: { readonly [id in OperationId]: OperationFacts } = {',
    ...rows,
    '};',
    '',
  ].join('\n');
}

/** Leaves out facts that are false or missing. `OperationFacts` says what a missing fact means. */
function rowOf({ method, path, operation, parameters, success }: OperationEntry): Record<string, unknown> {
  const rawSlashes = parameters.find((parameter) => parameter['x-cloudlink-raw-slashes'])?.name;
  const success200 = Object.keys(success.response.content ?? {});
  const query = parameters.filter((parameter) => parameter.in === 'query').map((parameter) => parameter.name);
  return {
    method: method.toUpperCase(),
    path,
    permissions: operation['x-cloudlink-permissions'],
    auditAction: operation['x-cloudlink-audit-action'],
    repeatable: operation['x-cloudlink-repeatable'] || undefined,
    sideEffects: operation['x-cloudlink-side-effects'],
    nodeLocal: operation['x-cloudlink-node-local'],
    slow: operation['x-cloudlink-slow'],
    dangerous: operation['x-cloudlink-dangerous'],
    binary: success200.includes('application/octet-stream') || undefined,
    rawSlashes,
    query: query.length > 0 ? query : undefined,
    requestType: requestTypeOf(Object.keys(operation.requestBody?.content ?? {})[0]),
    cursor: operation['x-cloudlink-cursor'],
  };
}

/** The media type, if it is one of the two that the client sends. */
function requestTypeOf(type: string | undefined): string | undefined {
  return type === 'application/json' || type === 'multipart/form-data' ? type : undefined;
}
