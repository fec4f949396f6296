/**
 * The mutated sources, and the tests that have to catch the mutants. Part of `pnpm test:mutants`.
 *
 * @module
 */

/** Some folders of one package. */
export interface Area {
  readonly name: string;
  /** Its folder below `packages`. */
  readonly package: string;
  /** Folders below `src` whose files are mutated, with their own folders. */
  readonly folders: readonly string[];
  /** Files below `src` that no Vitest runs. They are not mutated. */
  readonly withoutSources?: readonly string[];
  /**
   * Skipped tests: tests of built code, which is not mutated, and long tests that find nothing that others do
   * not.
   */
  readonly withoutTests: readonly string[];
}

const BUILT = '**/*.built.test.ts';

export const AREAS: readonly Area[] = [
  { name: 'auth', package: 'auth', folders: ['.'], withoutTests: [BUILT] },
  {
    name: 'client',
    package: 'client',
    folders: ['call', 'sign-in', 'transport', 'resilience'],
    // Vitest runs on Node. The cells of `pnpm test:matrix` for Bun and Deno try it.
    withoutSources: ['transport/bun-deno.ts'],
    withoutTests: [BUILT, '**/cluster.test.ts'],
  },
];
