import { defineConfig, mergeConfig } from 'vitest/config';
import { shared } from '../../vitest.shared.ts';

// Compilers and child processes: seconds on an idle machine, minutes on a busy one.
export default mergeConfig(defineConfig(shared), { test: { testTimeout: 900_000, hookTimeout: 900_000 } });
