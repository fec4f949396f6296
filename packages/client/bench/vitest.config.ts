import { defineConfig } from 'vitest/config';
import { shared } from '../../../vitest.shared.ts';

// The compilers are what is tested here; there are no type tests.
export default defineConfig({
  test: { ...shared.test, typecheck: { enabled: false }, testTimeout: 900_000 },
});
