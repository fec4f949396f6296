/**
 * `@cloudlink-center/spec`: the types of the CloudLink Center REST API. Every name below is public API;
 * nothing here exists at run time.
 *
 * The schemas are exported with a star, against the habit of this repository, because their list is itself
 * generated, one name a line.
 *
 * @module
 */
export type { components, operations, paths } from './generated/paths.ts';
export type * from './generated/schemas.ts';
