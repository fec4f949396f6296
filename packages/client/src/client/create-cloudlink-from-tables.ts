/**
 * A client whose methods come from tables of somebody's own Center.
 *
 * @module
 */
import type { ApiTables } from '../call/api-tables.ts';
import { type CloudLinkCore, type CloudLinkOptions, createCore } from './create-core.ts';
import { addNamedMethods } from './named-methods.ts';

/**
 * Creates a client with the named methods of the tables. What cloudlink-codegen writes calls it, and gives the result its types.
 *
 * @throws TypeError on options that cannot work.
 */
export function createCloudLinkFromTables(options: CloudLinkOptions, tables: ApiTables): CloudLinkCore {
  const { core, call } = createCore(options, undefined, tables);
  return addNamedMethods(core, call, tables.methods);
}
