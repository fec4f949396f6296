/**
 * Formats generated files, and remembers in formatted.json which text became which file: formatting takes as
 * long as all the rest, and is left out where neither has changed. Part of `pnpm generate`.
 *
 * @module
 */
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { format, resolveConfig, version } from 'prettier';
import { readIfPresent } from './read-if-present.ts';

const MEMORY = new URL('formatted.json', import.meta.url);

/** File to the hash of its text and the formatter, and the hash of what became of it. */
type Memory = Record<string, { text: string; file: string }>;

export type Formatter = {
  /** The formatted text, or `undefined` when `present` is known to be that. */
  changed(file: string, path: string, text: string, present: string | undefined): Promise<string | undefined>;
  /** Writes what was learned. Gives false if that was known. */
  remember(options: { isWritten: boolean }): boolean;
};

export function createFormatter(): Formatter {
  const memory = readMemory();
  return {
    async changed(file, path, text, present) {
      const options = { ...(await resolveConfig(path)), filepath: path };
      const key = hashOf(`${version} ${JSON.stringify({ ...options, filepath: file })} ${text}`);
      const known = memory[file];
      if (present !== undefined && known?.text === key && known.file === hashOf(present)) return undefined;
      // Comments are wrapped at the indentation they come with, so code is indented before that.
      const indented = await format(text, { ...options, plugins: [] });
      const wanted = options.plugins?.length ? await format(indented, options) : indented;
      memory[file] = { text: key, file: hashOf(wanted) };
      return wanted === present ? undefined : wanted;
    },
    remember({ isWritten }) {
      const sorted = Object.fromEntries(Object.entries(memory).toSorted(([a], [b]) => (a < b ? -1 : 1)));
      const text = `${JSON.stringify(sorted, null, 2)}\n`;
      if (text === readIfPresent(MEMORY)) return false;
      if (isWritten) writeFileSync(MEMORY, text);
      return true;
    },
  };
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}

function readMemory(): Memory {
  try {
    // Written above; whatever else it holds only makes a file be formatted once more.
    return JSON.parse(readIfPresent(MEMORY) ?? '{}') as Memory;
  } catch {
    return {};
  }
}
