/**
 * What the packages' vitest configurations share: one report that scripts/steps.ts sums up, and type tests in
 * `*.test-d.ts`.
 *
 * @module
 */
import type { ViteUserConfig } from 'vitest/config';

export const shared: ViteUserConfig = {
  test: {
    include: ['test/**/*.test.ts'],
    reporters: ['default', ['json', { outputFile: 'test-results.json' }]],
    typecheck: { enabled: true, include: ['test/**/*.test-d.ts'], tsconfig: './tsconfig.json' },
    testTimeout: 20_000,
  },
};
