/**
 * Refuses misspelt options.
 *
 * @module
 */

/** @throws TypeError when `given` is not an object, or has a name that `names` does not list. */
export function checkNames(what: string, given: unknown, names: readonly string[]): void {
  const refuse = (problem: string): never => {
    throw new TypeError(`${what} ${problem}.`);
  };
  if (typeof given !== 'object' || given === null) return refuse(`takes an object with ${names.join(', ')}`);
  for (const name in given)
    if (!names.includes(name)) refuse(`does not take "${name}", only ${names.join(', ')}`);
}
