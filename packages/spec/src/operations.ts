/**
 * `@cloudlink-center/spec/operations`: the operation table, the only run-time code of this package. Every
 * name below is public API.
 *
 * @module
 * @example
 *
 * ```ts
 * import { operations } from '@cloudlink-center/spec/operations';
 *
 * console.log(operations['machines.shred'].dangerous); // true
 * console.log(operations['machines.list'].permissions);
 * ```
 */
export { operations, type OperationId } from './generated/operations.ts';
export type { OperationCursor, OperationFacts } from './operation-facts.ts';
