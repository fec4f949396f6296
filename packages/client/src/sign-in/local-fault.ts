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

/** What went wrong, with secrets masked, when the cause of an `AuthError` is such a copy. */
export function localFaultIn(copy: unknown): unknown {
  const isLocal = typeof copy === 'object' && copy !== null && 'name' in copy && copy.name === NAME;
  return isLocal && 'cause' in copy ? copy.cause : undefined;
}
