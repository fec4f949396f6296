/**
 * The exact versions of everything that the matrix runs on: runtimes, compilers and bundlers. They are
 * installed in a folder of the matrix's own, never in the workspace. Raise them here, run `pnpm test:matrix`,
 * and write what changed into docs/runtimes.md.
 *
 * @module
 */

export const NODES = ['22.19.0', '24.21.0', '26.10.0'] as const;
export const TYPESCRIPTS = ['5.9.3', '6.0.3', '7.0.2'] as const;
export const BUNDLERS = { esbuild: '0.28.2', vite: '8.3.8', webpack: '5.112.2' } as const;
export const TEST_RUNNERS = { jest: '30.5.2', vitest: '5.1.1' } as const;
export const BUN = '1.4.5';
export const DENO = '2.9.6';
export const WORKERD = '1.20261117.1';

/** The folder below `node_modules` of one of several versions. */
export const nodeFolder = (version: string): string => `node-${version}`;
export const typescriptFolder = (version: string): string => `typescript-${version}`;

const { platform, arch } = process;

/**
 * What is installed, by the name of its folder. Node comes as the package of this platform, which is where
 * the package `node` gets its binary from, but with an install script: without it, nothing runs while
 * installing, and several versions lie side by side.
 */
export const TOOLS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    NODES.map((version) => [nodeFolder(version), `npm:node-${platform}-${arch}@${version}`]),
  ),
  ...Object.fromEntries(
    TYPESCRIPTS.map((version) => [typescriptFolder(version), `npm:typescript@${version}`]),
  ),
  ...BUNDLERS,
  ...TEST_RUNNERS,
  'happy-dom': '21.0.4',
  jsdom: '31.0.1',
  // Their binaries are optional dependencies; the install scripts only link them.
  bun: BUN,
  deno: DENO,
  workerd: WORKERD,
};
