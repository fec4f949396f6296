/**
 * A project that installs the packages from a registry: empty at first, outside of the repository, with npm
 * or pnpm. It contains the examples and the first program of each README, to compile and to run them by the
 * packages' public names. Part of `pnpm release:rehearse`.
 *
 * @module
 */
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Context, readManifest, repository, run } from './commands.ts';
import { startInBackground } from './background.ts';
import { readTarball } from './inspect-tarball.ts';
import type { Tarball } from './pack.ts';
import { firstProgram } from './readme-programs.ts';
import type { Registry } from './registry.ts';

export type Manager = 'npm' | 'pnpm';
export type Consumer = { manager: Manager; folder: string; context: Context };

const EXAMPLES = ['packages/client/examples', 'packages/auth/examples', 'scripts/release/consumer'];
// The first piece of code of each of them is a whole program; that of auth is one of its examples.
const READMES = ['README.md', ...['client', 'emulator', 'spec'].map((name) => `packages/${name}/README.md`)];
// They have in common what the other examples need, and do nothing by themselves.
const PARTS = new Set(['connect.ts', 'main-job-output.ts']);

/** Makes the project, and installs the packages into it by name, as they are tagged `latest`. */
export async function createConsumer(
  folder: string,
  manager: Manager,
  registry: Registry,
  names: string[],
  signal?: AbortSignal,
): Promise<Consumer> {
  mkdirSync(folder, { recursive: true });
  writeJson(join(folder, 'package.json'), { name: 'consumer', private: true, type: 'module' });
  if (manager === 'pnpm') {
    const lines = ['# Minutes old, which pnpm distrusts with good reason.', 'minimumReleaseAgeExclude:'];
    lines.push("  - '@cloudlink-center/*'", `storeDir: ${JSON.stringify(join(folder, '../pnpm-store'))}`);
    writeFileSync(join(folder, 'pnpm-workspace.yaml'), `${lines.join('\n')}\n`);
  }
  const context = { env: registry.env, signal };
  const add = manager === 'npm' ? ['install', '--no-audit'] : ['add'];
  await run([manager, ...add, ...names], { ...context, cwd: folder });
  return { manager, folder, context };
}

/** What the examples import besides the packages, in the versions that the repository uses. */
export async function examplePeers(tarballs: Tarball[]): Promise<string[]> {
  const auth = tarballs.find(({ name }) => name.endsWith('/auth'));
  const manifest = (await readTarball(auth?.file ?? '')).get('package.json') ?? new Uint8Array();
  const { dependencies, devDependencies } = JSON.parse(Buffer.from(manifest).toString()) as Record<
    'dependencies' | 'devDependencies',
    Record<string, string>
  >;
  const versions = { ...devDependencies, ...dependencies };
  return ['openapi-fetch', 'keyv', '@keyv/redis', '@types/node'].map((name) => `${name}@${versions[name]}`);
}

/**
 * Compiles all examples and the programs of the READMEs, strictly, with the declarations of what is
 * installed.
 */
export async function compileExamples({ folder, context }: Consumer): Promise<string> {
  for (const path of EXAMPLES)
    cpSync(join(repository, path), join(folder, path), {
      recursive: true,
      // The web application is a project of its own, with dependencies and tests.
      filter: (source) => !existsSync(join(source, 'package.json')),
    });
  const programs = readmePrograms();
  mkdirSync(join(folder, 'readme'), { recursive: true });
  for (const [name, code] of programs) writeFileSync(join(folder, 'readme', name), code);
  await compile(folder, ['packages', 'readme', 'scripts'], context);
  return `${programs.size} programs of READMEs and all examples compile`;
}

/** @param include - Files or folders of the project. */
export async function compile(folder: string, include: string[], context: Context): Promise<void> {
  writeJson(join(folder, 'tsconfig.json'), {
    compilerOptions: {
      target: 'es2024',
      lib: ['es2024', 'esnext.disposable', 'dom', 'dom.iterable', 'dom.asynciterable'],
      types: ['node'],
      module: 'nodenext',
      moduleDetection: 'force',
      strict: true,
      noEmit: true,
      allowImportingTsExtensions: true,
      resolveJsonModule: true,
    },
    include,
  });
  // The compiler of the repository, since this test is not about compilers.
  await run(['pnpm', 'exec', 'tsc', '--project', folder], { ...context, cwd: repository });
}

/**
 * Runs the examples, each with an emulator of its own, and the READMEs' programs with the installed command
 * `cloudlink-emulator`.
 */
export async function runExamples({ folder, context }: Consumer): Promise<string> {
  const examples = readdirSync(join(folder, 'packages/client/examples')).filter(
    (name) => name.endsWith('.ts') && !PARTS.has(name),
  );
  for (const name of examples) {
    await runProgram(join('packages/client/examples', name), [], { folder, context });
  }
  await using emulator = await startInBackground(
    [join(folder, 'node_modules/.bin/cloudlink-emulator')],
    'Ctrl+C',
    { ...context, cwd: folder },
  );
  const facts = new Map(
    [...emulator.words.matchAll(/^(\w+) +(\S+)$/gm)].map(([, name, value]) => [name, value]),
  );
  const [url = '', caFile = ''] = [facts.get('address'), facts.get('CA')];
  cpSync(caFile, join(folder, 'clc-ca.pem'));
  const env = { ...context.env, CLOUDLINK_CLIENT_SECRET: 'emulated-secret', NODE_EXTRA_CA_CERTS: caFile };
  const here = { folder, context: { ...context, env } };
  for (const [name, code] of readmePrograms()) {
    // The only part that a reader also has to change.
    writeFileSync(join(folder, 'readme', name), code.replaceAll('https://clc.example.com', url));
    await runProgram(join('readme', name), [], here);
  }
  await runProgram('scripts/release/consumer/auth-examples.ts', [url, join(folder, 'tokens')], here);
  return `${examples.length} examples of client, four of auth, and the programs of ${READMES.length} READMEs`;
}

async function runProgram(
  file: string,
  args: string[],
  { folder, context }: Pick<Consumer, 'folder' | 'context'>,
): Promise<void> {
  await run(['node', file, ...args], { ...context, cwd: folder });
}

/** File name to code. */
function readmePrograms(): Map<string, string> {
  const programs = new Map<string, string>();
  for (const path of READMES) {
    const code = firstProgram(readFileSync(join(repository, path), 'utf8'), path);
    programs.set(`${path.split('/').at(-2) ?? 'root'}.ts`, code);
  }
  return programs;
}

/** The installed version. */
export function installedVersion({ folder }: Consumer, name: string): string {
  return readManifest(join(folder, 'node_modules', name)).version;
}

function writeJson(file: string, value: unknown): void {
  writeFileSync(file, JSON.stringify(value, null, 2));
}
