/**
 * Lints specs/ with Redocly and the rules in specs/lint-rules.ts. Part of `pnpm generate`.
 *
 * @module
 */
import { join } from 'node:path';
import { formatProblems, getTotals, lint, loadConfig } from '@redocly/openapi-core';

/** Prints every problem with its place, and returns the number of problems, including warnings. */
export async function lintSpecification(root: string): Promise<number> {
  const config = await loadConfig({ configPath: join(root, 'specs/redocly.yaml') });
  const problems = await lint({ ref: join(root, 'specs/openapi.yaml'), config });
  const totals = getTotals(problems);
  if (problems.length > 0) {
    formatProblems(problems, { format: 'codeframe', totals, version: '', cwd: root, maxProblems: 50 });
  }
  return totals.errors + totals.warnings;
}
