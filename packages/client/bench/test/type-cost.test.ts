/**
 * The cost of our types, in instantiations for 50 calls. It is the same on every machine, so it has a limit
 * here.
 */
import { expect, test } from 'vitest';
import { chooseCalls } from '../types/calls.ts';
import { LIMITS } from '../types/limits.ts';
import { measure } from '../types/measure.ts';
import { VARIANTS } from '../types/variants.ts';
import { type CompilerName, COMPILERS, writePrograms } from '../types/workspace.ts';

const ours = VARIANTS.filter(({ name }) => name in LIMITS);
const programs = writePrograms('.generated/type-cost', chooseCalls(50), ours);
const cells = programs.flatMap((program) =>
  (Object.keys(COMPILERS) as CompilerName[]).map(
    (compiler) => [program.variant.name, compiler, program] as const,
  ),
);

test.each(cells)('%s stays within its limit under %s', (name, compiler, { full, empty }) => {
  const spent = measure(compiler, full).instantiations - measure(compiler, empty).instantiations;
  expect(spent).toBeGreaterThan(0);
  expect(spent).toBeLessThanOrEqual(LIMITS[name] ?? 0);
});
