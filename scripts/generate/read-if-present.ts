/**
 * Reads a file that may not be there. Part of `pnpm generate`.
 *
 * @module
 */
import { readFileSync } from 'node:fs';

export function readIfPresent(path: string | URL): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
