import { defineConfig, mergeConfig } from 'vitest/config';
import { shared } from '../../vitest.shared.ts';

// Compilers, child processes and an installation: seconds on an idle machine, minutes on a busy one.
// What installs packed packages has a command of its own: `pnpm test:newer-appliance`.
const exclude = process.env['NEWER_APPLIANCE'] === undefined ? ['test/newer-appliance.built.test.ts'] : [];

export default mergeConfig(defineConfig(shared), {
  test: { exclude, testTimeout: 900_000, hookTimeout: 900_000 },
});
