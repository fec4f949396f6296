/**
 * Checks each package as users get it: publint in strict mode and attw, both on the packed tarball.
 *
 * `node scripts/check-packages.ts`: part of `npm test`. Build first.
 *
 * @module
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkTarball } from './release/check-tarball.ts';
import { pinnedEnvironment } from './release/commands.ts';
import { packAll } from './release/pack.ts';

const scratch = mkdtempSync(join(tmpdir(), 'cloudlink-pack-'));
try {
  const env = await pinnedEnvironment();
  for (const { name, file } of await packAll(scratch)) {
    const faults = await checkTarball(file, { env });
    for (const fault of faults) console.error(`${name}: ${fault}`);
    if (faults.length > 0) process.exitCode = 1;
    else console.log(`${name}: no problems found by publint and attw`);
  }
} finally {
  rmSync(scratch, { recursive: true });
}
