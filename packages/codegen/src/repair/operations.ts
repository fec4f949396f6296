/**
 * Repairs operations: missing and duplicate ids, missing responses, a body on a GET, and methods that the
 * client lacks.
 *
 * @module
 */
import { rawOperations } from '../document/each-operation.ts';
import { isRecord, type JsonObject, listOf, recordOf } from '../document/json.ts';
import type { Tell } from './repairs.ts';

const CALLED: ReadonlySet<string> = new Set(['get', 'put', 'post', 'delete']);

export function repairOperations(document: JsonObject, tell: Tell): void {
  const ids = new Set<string>();
  for (const { operation, item, method, path, call } of rawOperations(document)) {
    if (!CALLED.has(method)) {
      if (method === 'patch') tell(call, 'is left out: the client has no PATCH');
      delete item[method];
      continue;
    }
    const id = operation['operationId'];
    if (typeof id !== 'string' || id === '' || ids.has(id)) {
      const own = uniqueId(`${method}${path.replaceAll(/[^A-Za-z0-9]+/g, '_')}`, ids);
      tell(call, typeof id === 'string' && id !== '' ? `the id "${id}" is used twice` : 'has no id');
      operation['operationId'] = own;
    }
    ids.add(String(operation['operationId']));
    repairAnswers(operation, call, tell);
    if (method === 'get') dropBody(operation, call, tell);
  }
}

function uniqueId(id: string, ids: ReadonlySet<string>): string {
  let own = id;
  for (let count = 2; ids.has(own); count += 1) own = `${id}_${String(count)}`;
  return own;
}

function repairAnswers(operation: JsonObject, call: string, tell: Tell): void {
  const responses = recordOf(operation['responses']);
  for (const response of Object.values(responses)) {
    if (isRecord(response) && response['$ref'] === undefined) response['description'] ??= '';
  }
  if (!Object.keys(responses).some((status) => /^[23]/.test(status))) {
    tell(call, 'has no success response: 200 without a body is assumed');
    operation['responses'] = { 200: { description: 'Success.' }, ...responses };
  }
}

function dropBody(operation: JsonObject, call: string, tell: Tell): void {
  const parameters = listOf(operation['parameters']);
  const kept = parameters.filter(
    (one) => !isRecord(one) || (one['in'] !== 'body' && one['in'] !== 'formData'),
  );
  if (kept.length < parameters.length || operation['requestBody'] !== undefined)
    tell(call, 'has a body, which a GET cannot have: it is left out');
  operation['parameters'] = kept;
  delete operation['requestBody'];
}
