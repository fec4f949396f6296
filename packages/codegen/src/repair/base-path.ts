/**
 * Repairs host and base path. Appliances may describe themselves as `localhost`, or with a wrong base path.
 * Paths are always made relative to `/cloudlink/rest`.
 *
 * @module
 */
import { isRecord, type JsonObject, listOf, recordOf, textOf } from '../document/json.ts';
import type { Tell } from './repairs.ts';

const BASE_PATH = '/cloudlink/rest';

export function repairBasePath(document: JsonObject, tell: Tell): void {
  const stated = statedBase(document);
  const prefix = stated.replace(/\/+$/, '');
  const host = textOf(document['host']);
  if (host !== undefined) tell('document', `the host "${host}" is left out`);
  for (const key of ['host', 'schemes', 'servers']) delete document[key];
  if ('swagger' in document) document['basePath'] = BASE_PATH;
  const paths = recordOf(document['paths']);
  let moved = 0;
  document['paths'] = Object.fromEntries(
    Object.entries(paths).map(([path, item]) => {
      const full = path.startsWith('/') ? path : `/${path}`;
      const below = belowBase(prefix, full);
      if (below !== path) moved += 1;
      return [below, item];
    }),
  );
  if (prefix !== BASE_PATH) tell('document', `the base path "${stated}" is read as ${BASE_PATH}`);
  if (moved > 0) tell('document', `${String(moved)} paths are made relative to ${BASE_PATH}`);
  for (const item of Object.values(paths)) if (isRecord(item)) delete item['servers'];
}

function statedBase(document: JsonObject): string {
  if ('swagger' in document) return textOf(document['basePath']) ?? '/';
  const [server] = listOf(document['servers']);
  const url = textOf(recordOf(server)['url']) ?? '/';
  return url.replace(/^[a-z][a-z\d+.-]*:\/\/[^/]*/i, '') || '/';
}

/** Some generators repeat the base path or a part of it in each path. */
function belowBase(prefix: string, path: string): string {
  for (const start of [
    `${prefix}${BASE_PATH}`,
    BASE_PATH,
    prefix === '' ? '' : BASE_PATH.replace(prefix, ''),
  ]) {
    if (
      start !== '' &&
      start !== '/' &&
      path.startsWith(`${start}/`) &&
      (start === BASE_PATH || prefix !== BASE_PATH)
    )
      return path.slice(start.length);
  }
  return path;
}
