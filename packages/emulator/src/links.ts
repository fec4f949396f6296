/**
 * Unique links (S): each is for one download, which its creator may fetch. Lifetime and number of uses are
 * guesses.
 *
 * @module
 */
import { randomBytes } from 'node:crypto';
import type { Guesses } from './guesses.ts';
import type { Operation } from './internal/openapi.ts';

/** The target of a link. */
export interface Download {
  readonly operation: Operation;
  readonly path: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  /** The user who created the link. */
  readonly user: string;
  readonly session: string;
}
export interface Links {
  create(download: Download): string;
  /** Returns the target, and counts one use. */
  follow(link: string): Download | undefined;
}

const MOST = 1_000;

export function createLinks(guesses: Guesses, now: () => number): Links {
  const open = new Map<string, { download: Download; left: number; until: number }>();
  return {
    create(download) {
      const [oldest] = open.keys();
      if (open.size >= MOST && oldest !== undefined) open.delete(oldest);
      const link = `link${randomBytes(32).toString('hex')}`;
      open.set(link, { download, left: guesses.linkUses, until: now() + guesses.linkLifetime * 1000 });
      return link;
    },
    follow(link) {
      const found = open.get(link);
      if (found === undefined) return undefined;
      found.left -= 1;
      if (found.left <= 0 || found.until <= now()) open.delete(link);
      return found.until > now() ? found.download : undefined;
    },
  };
}

/** Whether an operation returns a file. */
export function isDownload({ method, success }: Operation): boolean {
  return method === 'get' && 'application/octet-stream' in success.content;
}
