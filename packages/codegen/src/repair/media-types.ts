/**
 * Repairs media types: a wildcard for both parts says nothing. Bodies and responses of this API are JSON, and
 * files are octet streams. If JSON is one of several types, the client uses it.
 *
 * @module
 */
import { rawOperations } from '../document/each-operation.ts';
import { isRecord, type JsonObject, listOf, recordOf, textOf } from '../document/json.ts';
import type { Tell } from './repairs.ts';

const JSON_TYPE = 'application/json';
const OCTETS = 'application/octet-stream';

export function repairMediaTypes(document: JsonObject, tell: Tell): void {
  if ('swagger' in document) repairLists(document, tell);
  else repairContents(document, tell);
}

function repairLists(document: JsonObject, tell: Tell): void {
  const shared = { consumes: listOf(document['consumes']), produces: listOf(document['produces']) };
  for (const { operation, call } of rawOperations(document)) {
    const success = Object.values(recordOf(operation['responses'])).find(
      (response) => isRecord(response) && isRecord(response['schema']),
    );
    const isFile = recordOf(recordOf(success)['schema'])['type'] === 'file';
    const stated = {
      consumes: listOf(operation['consumes'] ?? shared.consumes),
      produces: listOf(operation['produces'] ?? shared.produces),
    };
    if ([...stated.consumes, ...stated.produces].includes('*/*'))
      tell(call, 'sends and takes JSON, or files');
    const form = stated.consumes.find((type) => String(type).includes('form'));
    const hasForm = listOf(operation['parameters']).some((one) => isRecord(one) && one['in'] === 'formData');
    operation['consumes'] = [hasForm ? (textOf(form) ?? 'multipart/form-data') : JSON_TYPE];
    operation['produces'] = [isFile ? OCTETS : JSON_TYPE];
  }
}

function repairContents(document: JsonObject, tell: Tell): void {
  const fix = (part: unknown, call: string): void => {
    const content = isRecord(part) ? part['content'] : undefined;
    if (!isRecord(content) || !isRecord(part)) return;
    const [first] = Object.entries(content);
    if (first === undefined) return;
    const json = Object.entries(content).find(([type]) => /^application\/([\w.-]+\+)?json\b/.test(type));
    const [type, media] = json ?? first;
    if (type === '*/*') tell(call, 'sends and takes JSON, or files');
    const isFile = recordOf(recordOf(media)['schema'])['format'] === 'binary';
    part['content'] = { [typeFor(type, isFile)]: media };
  };
  for (const { operation, call } of rawOperations(document)) {
    fix(operation['requestBody'], call);
    if (isUrlEncoded(recordOf(operation['requestBody'])['content']))
      tell(call, 'takes a URL-encoded form, which the client does not send: it sends JSON');
    for (const response of Object.values(recordOf(operation['responses']))) fix(response, call);
  }
}

function isUrlEncoded(content: unknown): boolean {
  return isRecord(content) && 'application/x-www-form-urlencoded' in content;
}

function typeFor(type: string, isFile: boolean): string {
  if (type.startsWith('multipart/')) return type;
  if (isFile) return OCTETS;
  return type === '*/*' || type.includes('json') ? JSON_TYPE : type;
}
