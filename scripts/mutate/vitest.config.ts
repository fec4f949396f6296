/**
 * Vitest for mutated sources: `run-vitest.ts` starts it with the work folder in the environment. Part of
 * `pnpm test:mutants`.
 *
 * @module
 */
import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig, mergeConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { shared } from '../../vitest.shared.ts';
import { workFolder } from './work-folder.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = workFolder(process.env['MUTANTS_FOLDER'] ?? '');
const { area, order } = folder.plan;

function rank({ moduleId }: TestSpecification): number {
  return order.indexOf(relative(root, moduleId));
}

/** A mutant that a quick test catches is not tried with slow ones. */
class QuickFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return files.toSorted((one, other) => rank(one) - rank(other));
  }
}

export default defineConfig(
  mergeConfig(shared, {
    root: fileURLToPath(new URL(`../../packages/${area.package}`, import.meta.url)),
    plugins: [
      {
        name: 'mutants',
        enforce: 'pre',
        load(id: string) {
          const mutated = folder.source(relative(root, id));
          return existsSync(mutated) ? readFileSync(mutated, 'utf8') : undefined;
        },
      },
    ],
    test: {
      runner: fileURLToPath(new URL('repeating-runner.ts', import.meta.url)),
      exclude: ['**/node_modules/**', ...area.withoutTests],
      typecheck: { enabled: false },
      reporters: [],
      // The cache of others knows the sources as they are.
      fsModuleCache: true,
      fsModuleCachePath: join(folder.path, 'modules'),
      testTimeout: 180_000,
      hookTimeout: 180_000,
      sequence: { sequencer: QuickFirst },
    },
  }),
);
