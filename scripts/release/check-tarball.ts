/**
 * Checks a packed package as users get it: publint in strict mode, and attw. Part of `pnpm release:rehearse`
 * and `node scripts/check-packages.ts`.
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { attempt, type Context, repository } from './commands.ts';

/** @returns The problems; empty if there are none. */
export async function checkTarball(file: string, place: Context = {}): Promise<string[]> {
  const { messages, pkg } = await publint({
    pack: { tarball: new Uint8Array(readFileSync(file)).buffer },
    strict: true,
  });
  const faults = messages.map((message) => `publint: ${formatMessage(message, pkg ?? {})}`);
  // The packages are ES modules only, which is what `esm-only` says. JSON has no types of its own.
  const command = ['attw', file, '--profile', 'esm-only', '--exclude-entrypoints', './openapi.json'];
  const { status, stdout, stderr } = await attempt(['pnpm', 'exec', ...command], {
    ...place,
    cwd: repository,
  });
  if (status !== 0) faults.push(`attw:\n${stdout}${stderr}`);
  return faults;
}
