/**
 * `@cloudlink-center/client/tables`: for code that cloudlink-codegen writes. Every name below is public API.
 *
 * @module
 */
export { createCloudLinkFromTables } from './client/create-cloudlink-from-tables.ts';
export type { ApiTables } from './call/api-tables.ts';
export type { MethodTable } from './generated/methods.ts';
