/**
 * A project that uses the packages as they will be published: packed, and installed with npm in a temporary
 * folder outside of the repository. `app` holds nothing else; the runtimes, compilers and bundlers lie beside
 * it in `tools`. Part of `pnpm test:matrix`.
 *
 * @module
 */
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repository } from '../release/commands.ts';
import { packAll } from '../release/pack.ts';
import { runProgram } from './run-program.ts';
import { TOOLS } from './versions.ts';

export interface Consumer extends Disposable {
  /** Folder of the project that uses the packages. */
  readonly app: string;
  /** Folder of what it is tried with. */
  readonly tools: string;
  /** Path of something below `node_modules` of the tools. */
  readonly tool: (path: string) => string;
  /** Path of the only file that there is, of those that depend on the platform. */
  readonly binary: (scope: string, names: readonly string[]) => string;
}

const NPM = ['npm', 'install', '--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts'];

/** Runtimes, compilers, bundlers and test runners are many files. */
const INSTALL_MS = 600_000;

export async function makeConsumer(): Promise<Consumer> {
  const folder = mkdtempSync(join(tmpdir(), 'cloudlink-matrix-'));
  const [app, tools] = [join(folder, 'app'), join(folder, 'tools')];
  const tool = (path: string): string => join(tools, 'node_modules', path);
  try {
    const packed = await packAll(join(folder, 'tarballs'));
    const tarballs = Object.fromEntries(packed.map(({ name, file }) => [name, `file:${file}`]));
    cpSync(join(repository, 'scripts/matrix/consumer'), app, { recursive: true });
    cpSync(join(repository, 'packages/client/test/look-at-globals.mjs'), join(app, 'look-at-globals.mjs'));
    // Dependencies of one tarball on another must mean the tarball, too: the registry has no such package
    // yet, or an old one.
    const overrides = Object.fromEntries(Object.keys(tarballs).map((name) => [name, `$${name}`]));
    await install(app, { dependencies: tarballs, overrides });
    await install(tools, { dependencies: TOOLS });
    cpSync(join(app, 'bundle.mjs'), join(tools, 'bundle.mjs'));
    // The compilers read job.ts; everything else reads this.
    const strip = [process.execPath, tool('esbuild/bin/esbuild'), 'job.ts', '--outfile=job.js'];
    await runProgram(strip, { cwd: app, env: process.env });
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
  return {
    app,
    tools,
    tool,
    binary: (scope, names) => binaryIn(tool(scope), names),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
}

async function install(folder: string, manifest: object): Promise<void> {
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({ private: true, type: 'module', ...manifest }, null, 2),
  );
  await runProgram(NPM, { cwd: folder, env: process.env }, INSTALL_MS);
}

function binaryIn(scope: string, names: readonly string[]): string {
  for (const name of readdirSync(scope)) {
    const folder = join(scope, name);
    const found = readdirSync(folder, { recursive: true }).find((path) => names.includes(String(path)));
    if (found !== undefined) return join(folder, String(found));
  }
  throw new Error(`There is no ${names.join(' or ')} in ${scope}: does npm leave optional dependencies out?`);
}
