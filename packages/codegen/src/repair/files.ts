/**
 * Repairs files: `type: file` is allowed only in multipart form data. In a response it is a download.
 *
 * @module
 */
import { rawOperations } from '../document/each-operation.ts';
import { isRecord, type JsonObject, listOf, recordOf } from '../document/json.ts';
import type { Tell } from './repairs.ts';

const FILE_TYPES: ReadonlySet<string> = new Set(['file', '__file', 'File', 'MultipartFile']);
const MULTIPART = 'multipart/form-data';

/** For Swagger 2.0. Later versions have no type `file`. */
export function repairFiles(document: JsonObject, tell: Tell): void {
  if (!('swagger' in document)) return;
  for (const { operation, call } of rawOperations(document)) {
    const parameters = listOf(operation['parameters']).filter(isRecord);
    for (const parameter of parameters) {
      if (!isFile(parameter)) continue;
      if (parameter['in'] !== 'formData' || parameter['type'] !== 'file')
        tell(call, `the file "${String(parameter['name'])}" is sent as form data`);
      parameter['in'] = 'formData';
      parameter['type'] = 'file';
      delete parameter['schema'];
    }
    if (parameters.some((parameter) => parameter['type'] === 'file')) {
      if (!listOf(operation['consumes']).includes(MULTIPART)) tell(call, `takes ${MULTIPART}`);
      operation['consumes'] = [MULTIPART];
    }
    for (const response of Object.values(recordOf(operation['responses']))) {
      const schema = isRecord(response) ? response['schema'] : undefined;
      if (isRecord(schema) && FILE_TYPES.has(String(schema['type'])) && schema['type'] !== 'file') {
        tell(call, 'answers a file');
        schema['type'] = 'file';
      }
    }
  }
}

function isFile({ type, schema }: JsonObject): boolean {
  return FILE_TYPES.has(String(type)) || FILE_TYPES.has(String(recordOf(schema)['type']));
}
