import { fileURLToPath } from 'node:url';
import { defineConfig, mergeConfig } from 'vitest/config';
import { shared } from '../../vitest.shared.ts';

// package.json leads to the build; tests run the source.
const hardening = fileURLToPath(new URL('src/internal/hardening.ts', import.meta.url));

export default defineConfig(mergeConfig(shared, { resolve: { alias: { '#hardening': hardening } } }));
