/**
 * Checks each package as its users will get it: publint in strict mode and attw, both on the packed tarball.
 *
 * @module
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';

const packages = fileURLToPath(new URL('../packages', import.meta.url));
let failures = 0;

for (const name of readdirSync(packages)) {
  const folder = join(packages, name);
  const scratch = mkdtempSync(join(tmpdir(), 'cloudlink-pack-'));
  execFileSync('pnpm', ['pack', '--pack-destination', scratch], { cwd: folder, stdio: 'pipe' });
  const tarball = join(scratch, readdirSync(scratch).find((file) => file.endsWith('.tgz')) ?? '');

  const { messages, pkg } = await publint({
    pack: { tarball: new Uint8Array(readFileSync(tarball)).buffer },
    strict: true,
  });
  for (const message of messages) console.error(`publint: ${name}: ${formatMessage(message, pkg ?? {})}`);

  // The packages are ES modules only, which is what `esm-only` says. JSON has no types of its own.
  const attw = spawnSync(
    'attw',
    [tarball, '--profile', 'esm-only', '--exclude-entrypoints', './openapi.json'],
    {
      encoding: 'utf8',
    },
  );
  if (attw.status !== 0) console.error(`attw: ${name}:\n${attw.stdout}${attw.stderr}`);

  if (messages.length > 0 || attw.status !== 0) failures += 1;
  else console.log(`${name}: publint and attw are clean`);
  rmSync(scratch, { recursive: true });
}
process.exit(failures === 0 ? 0 : 1);
