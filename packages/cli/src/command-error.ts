/**
 * Errors of the command line itself, and the exit codes that scripts rely on.
 *
 * @module
 */

/** 0 is success. `cloudlink --help` and the README list the exit codes. */
export const EXIT = {
  other: 1,
  usage: 2,
  refused: 3,
  notFound: 4,
  unreachable: 5,
  untrusted: 6,
  timeout: 7,
  interrupted: 130,
} as const;

export type ExitKind = keyof typeof EXIT;

/**
 * Thrown for failures outside of calls: a wrong flag, a name that matches nothing, a question without a
 * terminal.
 */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly kind: ExitKind;

  constructor(kind: ExitKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}
