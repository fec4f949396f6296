/**
 * A client whose methods come from tables that cloudlink-codegen generated from an appliance's own
 * description.
 *
 * @module
 */
import type { ApiTables } from '../call/api-tables.ts';
import { type CloudLinkCore, type CloudLinkOptions, createCore } from './create-core.ts';
import { addNamedMethods } from './named-methods.ts';

/**
 * Creates a client with the named methods of the tables. Code that cloudlink-codegen generates calls it and
 * adds the types.
 *
 * @example
 *
 * ```ts
 * import { createCloudLinkFromTables } from '@cloudlink-center/client/tables';
 *
 * const center = createCloudLinkFromTables(
 *   { baseUrl, auth },
 *   { methods: { machines: { list: 'GET /securevm' } }, traits: {}, queries: {}, rawSlashes: {} },
 * );
 * ```
 *
 * @throws TypeError on an invalid option, such as a `baseUrl` with a path.
 */
export function createCloudLinkFromTables(options: CloudLinkOptions, tables: ApiTables): CloudLinkCore {
  const { core, call } = createCore(options, undefined, tables);
  return addNamedMethods(core, call, tables.methods);
}
