import { defineConfig, mergeConfig } from 'vitest/config';
import { shared } from '../../vitest.shared.ts';

const typecheck = { tsconfig: './tsconfig.check.json' };

export default defineConfig(mergeConfig(shared, { test: { typecheck } }));
