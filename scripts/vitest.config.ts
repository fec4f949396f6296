/** The tests of the scripts: `pnpm exec vitest run --root scripts`, a step of `npm test`. */
import { defineConfig } from 'vitest/config';
import { shared } from '../vitest.shared.ts';

export default defineConfig(shared);
