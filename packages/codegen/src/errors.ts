/**
 * The error class of this package: what happened, where, and what to do.
 *
 * @module
 */

/**
 * What went wrong, and what to do:
 *
 * - `unreadable`: the input could not be opened or fetched. Check the path, the address and the network.
 * - `too_big`: the input exceeds a limit (32 MiB, 4 MiB of YAML, 200 levels, 1,000 aliases, 500 files). Convert
 *   it to JSON, or bundle it.
 * - `syntax`: the input is neither JSON nor YAML. `line` says where.
 * - `invalid`: the input is not a usable API description. `line` says where.
 * - `refused_reference`: the input refers to a file outside of its folder, or to another host. Bundle it into
 *   one file.
 * - `not_found`: a live Center served no description at the likely places. Save it by hand.
 * - `usage`: wrong options. The message says which.
 */
export type CodegenErrorCode =
  'unreadable' | 'too_big' | 'syntax' | 'invalid' | 'refused_reference' | 'not_found' | 'usage';

/** The fields of a {@link CodegenError} besides its code and message. */
export interface CodegenErrorDetails {
  /** File or address of the input. Default: none. */
  readonly source?: string;
  /** Line in the input, counted from 1. Default: unknown. */
  readonly line?: number | undefined;
  /** The original error. */
  readonly cause?: unknown;
}

/** Thrown for every failure that this package can name. Branch on `code`; `message` may change. */
export class CodegenError extends Error {
  override readonly name = 'CodegenError';
  /** What went wrong. */
  readonly code: CodegenErrorCode;
  /** File or address of the input; `undefined` if the error is not about an input. */
  readonly source: string | undefined;
  /** Line in the input, counted from 1; `undefined` if it is unknown. */
  readonly line: number | undefined;

  constructor(code: CodegenErrorCode, message: string, { source, line, cause }: CodegenErrorDetails = {}) {
    const place = source === undefined ? '' : `${source}${line === undefined ? '' : `:${String(line)}`}: `;
    super(`${place}${message}`, { cause });
    this.code = code;
    this.source = source;
    this.line = line;
  }
}

/**
 * Whether a value is a {@link CodegenError}, also one from another copy of this package.
 *
 * @example
 *
 * ```ts
 * import { isCodegenError, readDescription } from '@cloudlink-center/codegen';
 *
 * try {
 *   await readDescription('description.json');
 * } catch (error) {
 *   if (isCodegenError(error)) console.error(error.code, error.message);
 *   else throw error;
 * }
 * ```
 */
export function isCodegenError(error: unknown): error is CodegenError {
  return error instanceof Error && error.name === 'CodegenError' && 'code' in error;
}
