/**
 * `@cloudlink-center/spec`: the types of the CloudLink Center REST API. Every name below is public API.
 * Nothing here exists at run time.
 *
 * The schemas are exported with a star, unlike elsewhere in this repository, because their list is generated.
 *
 * @module
 * @example
 *
 * ```ts
 * import type { Machine } from '@cloudlink-center/spec';
 *
 * export const nameOf = (machine: Machine): string => machine.name ?? machine.uuid;
 * ```
 */
export type { components, operations, paths } from './generated/paths.ts';
export type * from './generated/schemas.ts';
