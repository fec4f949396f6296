/**
 * A failure on the way to a token that concerns neither the Center nor the network, such as a module that cannot be loaded. The auth package tells it
 * as it tells all failures, and keeps a masked copy, which is known by its name.
 *
 * @module
 */

const NAME = 'LocalFault';

export class LocalFault extends Error {
  override readonly name: string = NAME;

  constructor(cause: unknown) {
    super('no failure of the Center', { cause });
  }
}

/** What went wrong, when that is the cause of an `AuthError`: as a `TypeError`, with secrets masked. */
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
