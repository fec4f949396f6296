/**
 * Checks the names of query parameters. The server ignores an unknown name, and would then return more than
 * was asked for.
 *
 * @module
 */
import { queryNames } from '../generated/call-traits.ts';
import type { ApiTables } from './api-tables.ts';
import { checkNames } from '../errors/check-names.ts';
import type { HttpMethod } from './call-context.ts';
import { findOperation } from './find-operation.ts';

/**
 * The names for the few operations with a query are built in. Any other path is looked up in the operation
 * table, which is loaded then. A path that is not in the specification may have any query.
 *
 * @throws TypeError on a name that the operation does not have.
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
