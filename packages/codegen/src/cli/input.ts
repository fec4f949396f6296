/**
 * One input of a command: a file, an https address, the word `sdk` for what this SDK knows, or a live Center.
 *
 * @module
 */
import type { CenterOptions } from '../live/center-options.ts';
import { readDescription, type Description } from '../read/read-description.ts';
import { isAddress } from '../read/read-source.ts';
import { fetchFromCenter } from '../live/fetch-from-center.ts';
import { knowledgeFile } from './knowledge.ts';

/** What this SDK knows. */
export const SDK = 'sdk';

export async function readInput(
  from: string,
  center: CenterOptions,
  say: (line: string) => void,
): Promise<Description> {
  if (from === SDK) return readDescription(knowledgeFile());
  if (isOrigin(from)) return fetchFromCenter(from, center, say);
  return readDescription(from);
}

/** An address without a path is that of a Center. */
function isOrigin(from: string): boolean {
  if (!isAddress(from)) return false;
  const url = URL.parse(from);
  return url !== null && url.pathname === '/' && url.search === '';
}
