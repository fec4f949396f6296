/**
 * The limit of instantiations for the types of 50 calls. The number is the same on every machine, so a test
 * checks it.
 */
export const LIMITS: Readonly<Record<string, number>> = {
  'CloudLink, paths': 3_000,
  'CloudLink, named': 1_000,
};
