import { defineConfig, mergeConfig } from 'vitest/config';
import { shared } from '../../vitest.shared.ts';

// Compilers, child processes and an installation: seconds on an idle machine, minutes on a busy one.
export default mergeConfig(defineConfig(shared), { test: { testTimeout: 600_000, hookTimeout: 120_000 } });
