/**
 * Checks the names of query parameters. The server ignores a misspelt one, and answers with more than was asked for.
 *
 * @module
 */
import { queryNames } from '../generated/call-traits.ts';
import type { ApiTables } from './api-tables.ts';
import { checkNames } from '../errors/check-names.ts';
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
  const known = (tables?.queries ?? queryNames)[`${method} ${path}`];
  if (known !== undefined) checkNames(`The query of ${method} ${path}`, query, known.split(' '));
  else if (Object.keys(query).length > 0) return refuseKnownPath(method, path);
  return undefined;
}

async function refuseKnownPath(method: HttpMethod, path: string): Promise<void> {
  if (typeof (await findOperation(method, path)) === 'object')
    throw new TypeError(`${method} ${path} takes no query parameters.`);
}
