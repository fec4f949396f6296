/**
 * Visits the operations and all objects of a description of any version.
 *
 * @module
 */
import { isRecord, type JsonObject, listOf, recordOf } from './json.ts';

const METHODS = ['get', 'put', 'post', 'delete', 'patch', 'head', 'options', 'trace'] as const;

export interface RawOperation {
  readonly path: string;
  readonly method: string;
  readonly item: JsonObject;
  readonly operation: JsonObject;
  /** `METHOD path`, for reports. */
  readonly call: string;
}

export function rawOperations(document: JsonObject): RawOperation[] {
  return Object.entries(recordOf(document['paths'])).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const operation = isRecord(item) ? item[method] : undefined;
      if (!isRecord(operation) || !isRecord(item)) return [];
      return [{ path, method, item, operation, call: `${method.toUpperCase()} ${path}` }];
    }),
  );
}

/** The parameters of an operation and of its path, references resolved within `parameters` of the document. */
export function rawParameters(document: JsonObject, { item, operation }: RawOperation): JsonObject[] {
  return [...listOf(item['parameters']), ...listOf(operation['parameters'])].flatMap((parameter) => {
    const target = followed(document, parameter);
    return isRecord(target) ? [target] : [];
  });
}

/** Follows a reference within the document. Returns any other value unchanged. */
export function followed(document: JsonObject, value: unknown): unknown {
  let at = value;
  for (let steps = 0; steps < 50 && isRecord(at) && typeof at['$ref'] === 'string'; steps += 1) {
    at = valueAt(document, at['$ref']);
  }
  return at;
}

function valueAt(document: JsonObject, reference: string): unknown {
  let at: unknown = document;
  for (const key of reference.replace(/^#\/?/, '').split('/')) {
    const name = decodedKey(key);
    at = isRecord(at) && Object.hasOwn(at, name) ? at[name] : undefined;
  }
  return at;
}

/** A key of a reference: percent-decoded, then unescaped (RFC 6901 section 6). */
export function decodedKey(key: string): string {
  let text = key;
  try {
    text = decodeURIComponent(key);
  } catch {
    // Not percent-encoded.
  }
  return text.replaceAll('~1', '/').replaceAll('~0', '~');
}

/** Keys whose members have free names: a property may be called `example`. */
const NAMING: ReadonlySet<string> = new Set([
  'properties',
  'definitions',
  'schemas',
  'responses',
  'headers',
  'paths',
]);
const DATA: ReadonlySet<string> = new Set(['example', 'examples', 'default', 'enum', 'const']);

/** Calls `visit` for every object that is not part of an example, a default or an enumeration. */
export function eachObject(value: unknown, visit: (object: JsonObject) => void, areNames = false): void {
  if (Array.isArray(value)) {
    for (const item of value) eachObject(item, visit);
    return;
  }
  if (!isRecord(value)) return;
  if (!areNames) visit(value);
  for (const [key, member] of Object.entries(value)) {
    if (areNames || !DATA.has(key)) eachObject(member, visit, !areNames && NAMING.has(key));
  }
}

/** The schemas by name: `definitions` in Swagger 2.0, `components.schemas` since. */
export function namedSchemas(document: JsonObject): JsonObject {
  return recordOf(
    'swagger' in document ? document['definitions'] : recordOf(document['components'])['schemas'],
  );
}
