/**
 * `@cloudlink-center/codegen`: types and methods for your own Center. Every name below is public API.
 *
 * @module
 */
export { generate, type Generated } from './generate.ts';
export { describe, type Description, readDescription } from './read/read-description.ts';
export type { SourceOptions, SourceText } from './read/read-source.ts';
export type { Repair } from './repair/repairs.ts';
export type { Change, ChangeKind } from './join/changes.ts';
export { CodegenError, type CodegenErrorCode, type CodegenErrorDetails, isCodegenError } from './errors.ts';
export { compare } from './diff/compare.ts';
export type { Difference, Subject } from './diff/differences.ts';
export { changesetOf, exitCodeOf, type ReportFormat, writeReport } from './diff/write-report.ts';
