/**
 * Failures that the command line names itself, and the exit codes, which scripts rely on.
 *
 * @module
 */

/** 0 is success; `cloudlink --help` and the README list them. */
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

/** Thrown for what is no failure of a call: a wrong flag, a name that matches nothing, a question without a terminal. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly kind: ExitKind;

  constructor(kind: ExitKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}
