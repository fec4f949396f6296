/**
 * Tries the newest undici 8.x, or the version that is named, with the client's tests of its transport. The
 * client uses internals of undici, so the version is pinned in pnpm-workspace.yaml. Works in a copy of the
 * repository; nightly.yml runs it every night, and opens a pull request.
 *
 * - `node scripts/try-newest-undici.ts` tests the newest 8.x.
 * - `node scripts/try-newest-undici.ts 8.13.1` tests that version.
 * - `node scripts/try-newest-undici.ts --move` also moves the pin if it works: catalog, lockfile, licences, and
 *   a changeset.
 *
 * @module
 */
import { cpSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { pinnedEnvironment, type Place, repository, run } from './release/commands.ts';
import { copyRepository } from './release/scratch-copy.ts';

const CATALOG = 'pnpm-workspace.yaml';
const PIN = /^( {2}undici: )(\S+)$/m;
/** The part of each test's name by which vitest finds it: whatever goes through undici. */
const TESTS = [
  'undici',
  'connections',
  'proxy',
  'tls',
  'transfers',
  'bounded',
  'broken-answers',
  'faults',
  'never-stuck',
  'not-sent',
  'time-outs',
  'lifetime',
  'patched-fetch',
  'debug-hooks',
  'ecosystem',
  'msw',
  'nock',
  'node-bundles',
];

const { values, positionals } = parseArgs({
  options: { move: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const env = await pinnedEnvironment();
const pinned = PIN.exec(readFileSync(join(repository, CATALOG), 'utf8'))?.[2] ?? '';
const wanted = positionals[0] ?? (await newestVersion());
if (wanted === pinned) console.log(`undici ${pinned} is pinned, and there is no newer version.`);
else await tryVersion(wanted);

async function newestVersion(): Promise<string> {
  // A range that several versions fit gives a list, in order.
  const found: unknown = JSON.parse(
    await run(['npm', 'view', 'undici@8', 'version', '--json'], { cwd: repository, env }),
  );
  const newest: unknown = Array.isArray(found) ? found.at(-1) : found;
  if (typeof newest !== 'string') throw new Error(`The registry has no undici 8: ${String(newest)}`);
  return newest;
}

async function tryVersion(version: string): Promise<void> {
  const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'cloudlink-undici-')));
  const place: Place = { cwd: scratch, env: { ...env, CI: 'true' } };
  try {
    console.log(`Trying undici ${version} instead of ${pinned}: copying and installing ...`);
    await copyRepository(scratch, place);
    const catalog = readFileSync(join(scratch, CATALOG), 'utf8').replace(PIN, `$1${version}`);
    writeFileSync(join(scratch, CATALOG), catalog);
    await run(['pnpm', 'install', '--no-frozen-lockfile', '--prefer-offline'], place);
    console.log('Building, compiling, testing ...');
    const client = '--filter=@cloudlink-center/client';
    await run(['pnpm', 'exec', 'turbo', 'run', 'check', client, '--output-logs=errors-only'], place);
    const tests = ['pnpm', 'exec', 'vitest', 'run', '--root', 'packages/client', '--typecheck.enabled=false'];
    await run([...tests, ...TESTS.map((name) => `test/${name}`)], place);
    console.log(`undici ${version} works.`);
    if (values.move) await movePin(version, place);
  } catch (error) {
    console.error(
      `undici ${version} does not work:\n${error instanceof Error ? error.message : String(error)}`,
    );
    process.exitCode = 1;
  } finally {
    rmSync(scratch, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function movePin(version: string, copy: Place): Promise<void> {
  const changeset = join(copy.cwd, '.changeset', `undici-${version.replaceAll('.', '-')}.md`);
  writeFileSync(
    changeset,
    `---\n'@cloudlink-center/client': patch\n---\n\nThe client uses undici ${version}.\n`,
  );
  await run(['node', 'scripts/licences.ts'], copy);
  const list = ['git', 'ls-files', '--modified', '--others', '--exclude-standard'];
  const changed = (await run(list, copy)).split('\n').filter((file) => file !== '');
  for (const file of changed) cpSync(join(copy.cwd, file), join(repository, file));
  console.log(`The pin is moved from ${pinned}: ${changed.join(', ')}`);
}
