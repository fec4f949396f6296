import { defineConfig } from 'vitest/config';
import { shared } from '../../vitest.shared.ts';

export default defineConfig({
  ...shared,
  test: {
    ...shared.test,
    include: shared.test?.include?.map((pattern) => pattern.replace(/^test/, '{test,examples}')) ?? [],
    typecheck: { enabled: false },
  },
});
