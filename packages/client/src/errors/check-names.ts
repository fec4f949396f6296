/**
 * Refuses misspelt options.
 *
 * @module
 */

/** @throws TypeError when what is given is no object, or has a name that `names` lacks. */
export function checkNames(what: string, given: unknown, names: readonly string[]): void {
  const refuse = (problem: string): never => {
    throw new TypeError(`${what} takes ${problem}.`);
  };
  if (typeof given !== 'object' || given === null) return refuse(`an object with ${names.join(', ')}`);
  for (const name in given) if (!names.includes(name)) refuse(`${names.join(', ')}, and no "${name}"`);
}
