/**
 * Repairs path templates: `**` becomes a parameter that keeps its slashes, patterns within braces are
 * removed, and undeclared parameters are declared.
 *
 * @module
 */
import { rawOperations, rawParameters } from '../document/each-operation.ts';
import { isRecord, type JsonObject, listOf, recordOf } from '../document/json.ts';
import type { Tell } from './repairs.ts';

export function repairPaths(document: JsonObject, tell: Tell): void {
  const mended: JsonObject = {};
  for (const [path, item] of Object.entries(recordOf(document['paths']))) {
    if (!isRecord(item) || path.startsWith('x-')) continue;
    const { template, rest } = templateOf(path);
    if (template !== path) tell(path, `is written ${template}`);
    if (rest !== undefined) declareRest(item, rest);
    const known = mended[template];
    if (isRecord(known)) {
      tell(path, `is described twice: the first description of ${template} counts`);
      mended[template] = { ...item, ...known };
    } else mended[template] = item;
  }
  document['paths'] = mended;
  declareParameters(document, tell);
}

/** Turns `/a/**` and `/a/{*rest}` into `/a/{rest}`, `/a/{id:.+}` into `/a/{id}`, and removes a trailing slash. */
function templateOf(path: string): { template: string; rest?: string } {
  let rest: string | undefined;
  const template = path
    .replace(/\{\*(\w+)\}$/, (_, name: string) => `{${(rest = name)}}`)
    .replace(/\/\*\*$/, () => `/{${(rest = 'rest')}}`)
    .replace(/\{(\w+):[^/]*\}/g, '{$1}')
    .replace(/(.)\/+$/, '$1');
  return rest === undefined ? { template } : { template, rest };
}

function declareRest(item: JsonObject, name: string): void {
  const own = listOf(item['parameters']).filter(
    (parameter) => !isRecord(parameter) || parameter['name'] !== name,
  );
  item['parameters'] = [
    ...own,
    { name, in: 'path', required: true, type: 'string', 'x-cloudlink-raw-slashes': true },
  ];
}

function declareParameters(document: JsonObject, tell: Tell): void {
  const isSwagger = 'swagger' in document;
  for (const raw of rawOperations(document)) {
    const wanted = [...raw.path.matchAll(/\{([^{}]+)\}/g)].map(([, name = '']) => name);
    const declared = rawParameters(document, raw).filter((parameter) => parameter['in'] === 'path');
    const missing = wanted.filter((name) => !declared.some((parameter) => parameter['name'] === name));
    for (const name of missing) {
      tell(raw.call, `the path parameter "${name}" is declared`);
      const parameter = {
        name,
        in: 'path',
        required: true,
        ...(isSwagger ? { type: 'string' } : { schema: { type: 'string' } }),
      };
      raw.operation['parameters'] = [...listOf(raw.operation['parameters']), parameter];
    }
    for (const parameter of declared) {
      parameter['required'] = true;
      if (!isSwagger && parameter['schema'] === undefined) {
        parameter['schema'] = { type: 'string' };
        delete parameter['type'];
      }
    }
    dropStray(document, raw.item, raw.operation, wanted, raw.call, tell);
  }
}

/** Removes path parameters that the template lacks, and duplicate parameters. */
function dropStray(
  document: JsonObject,
  item: JsonObject,
  operation: JsonObject,
  wanted: readonly string[],
  call: string,
  tell: Tell,
): void {
  const seen = new Set<string>();
  operation['parameters'] = listOf(operation['parameters']).filter((parameter) => {
    const [target] = rawParameters(document, {
      path: '',
      method: '',
      call,
      item: {},
      operation: { parameters: [parameter] },
    });
    const { name, in: place } = target ?? {};
    const key = `${String(place)} ${String(name)}`;
    const isStray = place === 'path' && !wanted.includes(String(name));
    const isAuthorization = place === 'header' && String(name).toLowerCase() === 'authorization';
    if (isStray) tell(call, `the path parameter "${String(name)}", which the path lacks, is left out`);
    if (isAuthorization) tell(call, 'the header "Authorization" is left out: the client sends it');
    if (seen.has(key)) tell(call, `the parameter "${String(name)}" is described twice; the first counts`);
    const isKept = !isStray && !isAuthorization && !seen.has(key);
    seen.add(key);
    return isKept;
  });
  item['parameters'] = listOf(item['parameters']);
}
