/**
 * Repairs names of models: generics such as `Collection«X»` become the types that they mean, other names
 * become valid in TypeScript, and dangling references get an open type.
 *
 * @module
 */
import { decodedKey, eachObject, namedSchemas } from '../document/each-operation.ts';
import { isRecord, type JsonObject, recordOf } from '../document/json.ts';
import type { Tell } from './repairs.ts';

const LISTS: ReadonlySet<string> = new Set(['Collection', 'List', 'Set', 'Iterable', 'ArrayList']);
const SCALARS: Readonly<Record<string, object>> = {
  string: { type: 'string' },
  int: { type: 'integer', format: 'int32' },
  integer: { type: 'integer', format: 'int32' },
  long: { type: 'integer', format: 'int64' },
  double: { type: 'number', format: 'double' },
  float: { type: 'number', format: 'float' },
  boolean: { type: 'boolean' },
  'date-time': { type: 'string', format: 'date-time' },
};
/** Names with another meaning in the generated code. */
const TAKEN: ReadonlySet<string> = new Set(
  'Blob Record Promise Array Object String Number Boolean Symbol Function Error Date Map Set Response Request CallOptions MethodResult CallResult CloudLink Groups OperationFacts string number boolean object symbol never unknown any void null undefined'.split(
    ' ',
  ),
);

export function repairNames(document: JsonObject, tell: Tell): void {
  const schemas = namedSchemas(document);
  const prefix = 'swagger' in document ? '#/definitions/' : '#/components/schemas/';
  const replaced = new Map<string, JsonObject>();
  const renamed = new Map<string, string>();
  const taken = new Set<string>();
  for (const name of Object.keys(schemas)) {
    const meaning = meaningOf(name, schemas[name], schemas, prefix);
    if (meaning !== undefined) {
      replaced.set(name, meaning);
      tell(name, 'gets the type that its name says');
      continue;
    }
    const own = uniqueName(nameFor(name), taken);
    taken.add(own);
    renamed.set(name, own);
    if (own !== name) tell(name, `is named ${own}`);
  }
  const kept = Object.fromEntries([...renamed].map(([name, own]) => [own, schemas[name]]));
  if ('swagger' in document) document['definitions'] = kept;
  else document['components'] = { ...recordOf(document['components']), schemas: kept };
  // Replaced models may refer to renamed ones.
  for (const part of [document, ...replaced.values()]) redirect(part, prefix, replaced, renamed, tell);
}

function redirect(
  root: JsonObject,
  prefix: string,
  replaced: ReadonlyMap<string, JsonObject>,
  renamed: ReadonlyMap<string, string>,
  tell: Tell,
): void {
  eachObject(root, (object) => {
    const reference = object['$ref'];
    if (typeof reference !== 'string' || !reference.startsWith(prefix)) return;
    const name = decodedKey(reference.slice(prefix.length));
    const own = renamed.get(name);
    if (own !== undefined) {
      object['$ref'] = prefix + own;
      return;
    }
    delete object['$ref'];
    const meaning = replaced.get(name) ?? meaningOf(name, undefined, {}, prefix) ?? {};
    if (!replaced.has(name)) tell(name, 'does not exist, but is referred to: its type is open');
    Object.assign(object, structuredClone(meaning));
  });
}

/** The schema that a generic name stands for, if the model itself is empty. */
function meaningOf(
  name: string,
  schema: unknown,
  schemas: JsonObject,
  prefix: string,
): JsonObject | undefined {
  if (isRecord(schema) && Object.keys(recordOf(schema['properties'])).length > 0) return undefined;
  const [, outer = '', inner = ''] = /^(\w+)[«<](.*)[»>]$/.exec(name) ?? (LISTS.has(name) ? ['', name] : []);
  const partOf = (part: string): object =>
    SCALARS[part] ??
    meaningOf(part, undefined, schemas, prefix) ??
    (Object.hasOwn(schemas, part) ? { $ref: prefix + part } : {});
  if (LISTS.has(outer))
    return { type: 'array', items: partOf(inner), ...(outer === 'Set' && { uniqueItems: true }) };
  if (outer === 'Map')
    return { type: 'object', additionalProperties: partOf(inner.replace(/^[^,]*, ?/, '')) };
  return undefined;
}

function nameFor(name: string): string {
  const words = name
    .replaceAll(/[«<]/g, ' Of ')
    .replaceAll(',', ' And ')
    .split(/[^\w$]+/);
  const joined = words
    .map((word, index) => (index === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1)))
    .join('');
  const plain = /^[A-Za-z_$]/.test(joined) ? joined : `Model${joined}`;
  return TAKEN.has(plain) ? `${plain}Model` : plain;
}

function uniqueName(name: string, taken: ReadonlySet<string>): string {
  let own = name;
  for (let count = 2; taken.has(own); count += 1) own = `${name}${String(count)}`;
  return own;
}
