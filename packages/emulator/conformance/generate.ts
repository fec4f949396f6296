/**
 * The command `pnpm conformance`: writes docs/conformance.md.
 *
 * @module
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { conformancePage } from './page.ts';

const file = join(import.meta.dirname, '../../../docs/conformance.md');

/** The page, formatted by the repository's formatter. */
export async function formatted(): Promise<string> {
  return format(conformancePage(), { ...(await resolveConfig(file)), filepath: file });
}

if (import.meta.main) writeFileSync(file, await formatted());
