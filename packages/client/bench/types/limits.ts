/**
 * How many instantiations the types of 50 calls may cost. The number is the same on every machine, so a test
 * holds it.
 */
export const LIMITS: Readonly<Record<string, number>> = {
  'CloudLink, paths': 3_000,
  'CloudLink, named': 1_000,
};
