/**
 * The checks of the built site, in a browser: `pnpm docs:check`. They need `pnpm docs:build` and are no part
 * of `npm test`.
 *
 * @module
 */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { include: ['site-test/**/*.test.ts'], testTimeout: 180_000, hookTimeout: 180_000 },
});
