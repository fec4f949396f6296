/**
 * `@cloudlink-center/spec/operations`: the operation table, the only code of this package that runs.
 * Every name below is public API.
 *
 * @module
 */
export { operations, type OperationId } from './generated/operations.ts';
export type { OperationCursor, OperationFacts } from './operation-facts.ts';
