/**
 * The last requests, without queries, headers and bodies: so no secret. A ring, so that memory stays flat.
 *
 * @module
 */
import type { Tolerance } from './tolerances.ts';

/** One request as it is remembered: no query, no header, no body, so no secret. */
export interface LoggedRequest {
  readonly method: string;
  readonly path: string;
  readonly status: number;
}

/** The same, with what the emulator thought of it. */
export interface ServedRequest extends LoggedRequest {
  /** Milliseconds since the epoch. */
  readonly time: number;
  /** Id of the operation, where the path is that of one. */
  readonly operation?: string;
  readonly user?: string;
  /** Whether the caller's roles allow the operation. */
  readonly permission?: 'allowed' | 'denied';
  /** What the validation said, where it refused. */
  readonly problem?: string;
  /** What was accepted though the specification does not say so. */
  readonly tolerated?: readonly string[];
  /** Index of the node in a cluster. */
  readonly node?: number;
}

/** What becomes known of a request while it is served. */
export type Notes = {
  operation?: string;
  user?: string;
  permission?: 'allowed' | 'denied';
  problem?: string;
  tolerated?: string[];
};

export interface RequestLog {
  /** The last 10,000, the oldest first. */
  readonly entries: LoggedRequest[];
  /** The last 1,000 in full. */
  readonly served: ServedRequest[];
  add(request: ServedRequest): void;
  /** @returns Ends it. */
  watch(watcher: (request: ServedRequest) => void): () => void;
}

const ENTRIES = 10_000;
const SERVED = 1_000;

export function createRequestLog(): RequestLog {
  const entries: LoggedRequest[] = [];
  const served: ServedRequest[] = [];
  const watchers = new Set<(request: ServedRequest) => void>();
  return {
    entries,
    served,
    add(request) {
      const { method, path, status } = request;
      keep(entries, { method, path, status }, ENTRIES);
      keep(served, request, SERVED);
      for (const watcher of watchers) watcher(request);
    },
    watch(watcher) {
      watchers.add(watcher);
      return () => void watchers.delete(watcher);
    },
  };
}

/** The oldest tenth goes at once, so that adding stays cheap. */
function keep<T>(list: T[], entry: T, limit: number): void {
  list.push(entry);
  if (list.length > limit) list.splice(0, limit / 10);
}

/** Notes a tolerance, with what it was used for. */
export function tolerateInto(notes: Notes): (tolerance: Tolerance, detail?: string) => void {
  return (tolerance, detail) => {
    const text = detail === undefined ? tolerance : `${tolerance}: ${detail.slice(0, 80)}`;
    const list = (notes.tolerated ??= []);
    if (!list.includes(text) && list.length < 20) list.push(text);
  };
}
