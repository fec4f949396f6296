/**
 * The one error of this package: what happened, where, and what to do.
 *
 * @module
 */

export type CodegenErrorCode =
  /** The input could not be fetched or opened. */
  | 'unreadable'
  /** The input is bigger, deeper or slower than what is accepted. */
  | 'too_big'
  /** The input is no JSON and no YAML. */
  | 'syntax'
  /** The input is no API description that can be used. */
  | 'invalid'
  /** The input refers to something outside of its folder or on another host. */
  | 'refused_reference'
  /** No place of a Center answered with a description. */
  | 'not_found'
  /** The options do not fit. */
  | 'usage';

export interface CodegenErrorDetails {
  /** File or address. */
  readonly source?: string;
  /** Counted from 1. */
  readonly line?: number | undefined;
  readonly cause?: unknown;
}

/** Thrown for every failure that this package can name. Branch on `code`; `message` may change. */
export class CodegenError extends Error {
  override readonly name = 'CodegenError';
  readonly code: CodegenErrorCode;
  readonly source: string | undefined;
  readonly line: number | undefined;

  constructor(code: CodegenErrorCode, message: string, { source, line, cause }: CodegenErrorDetails = {}) {
    const place = source === undefined ? '' : `${source}${line === undefined ? '' : `:${String(line)}`}: `;
    super(`${place}${message}`, { cause });
    this.code = code;
    this.source = source;
    this.line = line;
  }
}

export function isCodegenError(error: unknown): error is CodegenError {
  return error instanceof Error && error.name === 'CodegenError' && 'code' in error;
}
