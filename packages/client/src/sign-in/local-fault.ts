/**
 * A failure while getting a token that is not caused by the Center or the network, such as a module that
 * cannot be loaded. The auth package treats it like any failure and keeps a masked copy, which is recognized
 * by its name.
 *
 * @module
 */

const NAME = 'LocalFault';

export class LocalFault extends Error {
  override readonly name: string = NAME;
  /** For the auth package: neither a wrong secret nor a Center that does not respond. */
  readonly notSent = true;

  constructor(cause: unknown) {
    super('not caused by the Center', { cause });
  }
}

/** The fault as a `TypeError` with secrets masked, if it is the cause of an `AuthError`. */
export function localFaultIn(error: unknown): TypeError | undefined {
  const copy = causeOf(error);
  if (typeof copy !== 'object' || copy === null || !('name' in copy) || copy.name !== NAME) return undefined;
  const cause = causeOf(copy);
  const problem = cause instanceof Error ? cause.message : 'see cause';
  return new TypeError(`Nothing was sent: ${problem}`, { cause });
}

function causeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'cause' in error ? error.cause : undefined;
}
