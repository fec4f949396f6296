/**
 * The entry of `npm start` and `npm test`: needs nothing but Node 20 or later and npm. Installs the pinned
 * dependencies when they are missing or stale, then hands over to scripts/steps.ts, which runs on the pinned
 * Node.
 *
 * Plain JavaScript, since an old Node reads it.
 *
 * @module
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const stamp = join(root, 'node_modules/.installed');
const wanted = hashOfManifests();

if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted) {
  console.log(`Installing dependencies with ${packageManager} (a minute or two, once) ...`);
  const status = pnpm(['install', '--frozen-lockfile', '--reporter=append-only'], { CI: 'true' });
  if (status !== 0) {
    console.error(`\nInstalling failed. Run only this step: npx ${packageManager} install --frozen-lockfile`);
    process.exit(status);
  }
  writeFileSync(stamp, wanted);
}

process.exit(pnpm(['exec', 'node', 'scripts/steps.ts', ...process.argv.slice(2)]));

/** `npx`, so that a fresh machine needs no pnpm; what it starts finds that very pnpm on its PATH. */
function pnpm(args, env = {}) {
  const { status, error } = spawnSync('npx', ['--yes', packageManager, ...args], {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
    env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1', ...env },
  });
  if (error) throw error;
  return status ?? 1;
}

function hashOfManifests() {
  const packages = [...readdirSync(join(root, 'packages')), 'client/bench', 'client/examples/web'].map(
    (name) => `packages/${name}/package.json`,
  );
  const hash = createHash('sha256');
  for (const file of ['package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml', ...packages]) {
    if (existsSync(join(root, file))) hash.update(file).update(readFileSync(join(root, file)));
  }
  return hash.digest('hex');
}
