/**
 * Checks the names of query parameters. The server ignores a misspelt one, and answers with more than was asked for.
 *
 * @module
 */
import { queryNames } from '../generated/call-traits.ts';
import type { ApiTables } from './api-tables.ts';
import type { HttpMethod } from './call-context.ts';
import { findOperation } from './find-operation.ts';

/**
 * Few operations take a query, and their names are at hand. For any other the table of operations is asked, which is loaded then: a path that is
 * not in the specification may have any query.
 *
 * @throws TypeError on a name that the operation does not take.
 */
export function checkQuery(
  method: HttpMethod,
  path: string,
  query: object,
  tables?: ApiTables,
): Promise<void> | undefined {
  const given = Object.keys(query);
  const known = (tables?.queries ?? queryNames)[`${method} ${path}`];
  if (known === undefined) return given.length === 0 ? undefined : refuseKnownPath(method, path, given);
  const names = known.split(' ');
  for (const name of given) {
    if (!names.includes(name))
      throw new TypeError(
        `${method} ${path} takes the query parameters ${names.join(', ')}, and no "${name}".`,
      );
  }
  return undefined;
}

async function refuseKnownPath(method: HttpMethod, path: string, given: readonly string[]): Promise<void> {
  const found = await findOperation(method, path);
  if (typeof found === 'object')
    throw new TypeError(`${method} ${path} takes no query parameters, and no "${given.join('", "')}".`);
}
