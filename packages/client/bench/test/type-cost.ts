/**
 * The cost of our types, in instantiations for 50 calls. It is the same on every machine, so it has a limit
 * here.
 */
import { expect, test } from 'vitest';
import { chooseCalls } from '../types/calls.ts';
import { LIMITS } from '../types/limits.ts';
import { measure } from '../types/measure.ts';
import { VARIANTS } from '../types/variants.ts';
import { type CompilerName, writePrograms } from '../types/workspace.ts';

export function typeCostTests(compiler: CompilerName): void {
  const ours = VARIANTS.filter(({ name }) => name in LIMITS);
  const folder = `.generated/type-cost-${compiler.replaceAll(/\W+/g, '-')}`;
  const programs = writePrograms(folder, chooseCalls(50), ours);
  test.each(programs.map((program) => [program.variant.name, program] as const))(
    `%s stays within its limit under ${compiler}`,
    (name, { full, empty }) => {
      const spent = measure(compiler, full).instantiations - measure(compiler, empty).instantiations;
      expect(spent).toBeGreaterThan(0);
      expect(spent).toBeLessThanOrEqual(LIMITS[name] ?? 0);
    },
  );
}
