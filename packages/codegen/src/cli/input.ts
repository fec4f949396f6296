/**
 * One input of a command: a file, an https address, a live Center, or `sdk` for the specification of this
 * SDK.
 *
 * @module
 */
import type { CenterOptions } from '../live/center-options.ts';
import { readDescription, type Description } from '../read/read-description.ts';
import { isAddress } from '../read/read-source.ts';
import { fetchFromCenter } from '../live/fetch-from-center.ts';
import { knowledgeFile } from './knowledge.ts';

/** The input that stands for the specification of this SDK. */
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

/** An address without a path is a Center. */
function isOrigin(from: string): boolean {
  if (!isAddress(from)) return false;
  const url = URL.parse(from);
  return url !== null && url.pathname === '/' && url.search === '';
}
