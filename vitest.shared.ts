/**
 * What the packages' vitest configurations share: tests load the sources of every package, not its build; one
 * report that scripts/steps.ts sums up; and type tests in `*.test-d.ts`.
 *
 * Suites that try what is built (bundles, declarations, packed packages, child processes) are named
 * `*.built.test.ts`. Those that are too slow for `npm test` are named `*.thorough.test.ts`: `pnpm
 * test:thorough` runs them, and nothing else.
 *
 * @module
 */
import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { configDefaults, type ViteUserConfig } from 'vitest/config';

/**
 * The parts of a package.json that say what leads where. A value under a condition may hold conditions
 * itself.
 */
type Targets = string | { readonly [condition: string]: Targets };
type Manifest = {
  name: string;
  exports?: Record<string, Targets>;
  imports?: Record<string, Targets>;
};

/**
 * Files that run at the same time. A test often waits for a process of its own, so one more than there are
 * cores.
 */
export const workers: number = availableParallelism() + 1;

const THOROUGH = 'test/**/*.thorough.test.ts';
const isThorough = process.env['THOROUGH'] !== undefined;

export const shared: ViteUserConfig = {
  resolve: { alias: sourceAliases() },
  test: {
    include: [isThorough ? THOROUGH : 'test/**/*.test.ts'],
    exclude: [...configDefaults.exclude, ...(isThorough ? [] : [THOROUGH])],
    maxWorkers: workers,
    reporters: ['default', ['json', { outputFile: 'test-results.json' }]],
    typecheck: {
      // `npm test` compiles them with everything else, in the step before the tests.
      enabled: process.env['TYPES_ARE_CHECKED'] === undefined,
      include: ['test/**/*.test-d.ts'],
      tsconfig: './tsconfig.json',
      spawnTimeout: 120_000,
    },
    // Against tests that hang. A busy machine takes many times as long as an idle one.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    expect: { poll: { timeout: 60_000 } },
  },
};

/**
 * From what package.json files export and import to the source behind it: `./dist/index.js` is
 * `src/index.ts`.
 */
function sourceAliases(): { find: RegExp; replacement: string }[] {
  const packages = new URL('packages/', import.meta.url);
  return readdirSync(packages).flatMap((folder) => {
    const manifest = readManifest(new URL(`${folder}/package.json`, packages));
    if (manifest === undefined) return [];
    const entries = [
      ...Object.entries(manifest.exports ?? {}).map(
        ([path, target]) => [manifest.name + path.slice(1), target] as const,
      ),
      ...Object.entries(manifest.imports ?? {}),
    ];
    return entries.flatMap(([specifier, target]) => {
      const built = nodeTarget(target);
      if (!built?.startsWith('./dist/')) return [];
      const source = built.replace('./dist/', 'src/').replace(/\.js$/, '.ts');
      return {
        // None of the names holds a character that means something in a regular expression, except the point.
        find: new RegExp(`^${specifier.replaceAll('.', String.raw`\.`)}$`),
        replacement: fileURLToPath(new URL(`${folder}/${source}`, packages)),
      };
    });
  });
}

function nodeTarget(target: Targets): string | undefined {
  if (typeof target === 'string') return target;
  const next = target['node'] ?? target['default'];
  return next === undefined ? undefined : nodeTarget(next);
}

function readManifest(url: URL): Manifest | undefined {
  try {
    return JSON.parse(readFileSync(url, 'utf8')) as Manifest;
  } catch {
    return undefined; // A folder that holds no package.
  }
}
