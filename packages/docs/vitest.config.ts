import { defineConfig } from 'vitest/config';
import { shared } from '../../vitest.shared.ts';

export default defineConfig({
  ...shared,
  test: {
    ...shared.test,
    include: [...(shared.test?.include ?? []), 'examples/**/*.test.ts'],
    typecheck: { enabled: false },
  },
});
