/**
 * The last requests, without queries, headers and bodies, so that no secret is stored. A ring buffer limits
 * the memory.
 *
 * @module
 */
import type { Tolerance } from './tolerances.ts';

/** One logged request, without query, headers and body, so without secrets. */
export interface LoggedRequest {
  readonly method: string;
  readonly path: string;
  readonly status: number;
}

/** One logged request with its operation, user, permission and tolerances. */
export interface ServedRequest extends LoggedRequest {
  /** Milliseconds since the epoch. */
  readonly time: number;
  /** Operation id, if the path belongs to an operation. */
  readonly operation?: string;
  readonly user?: string;
  /** Whether the caller's roles allow the operation. */
  readonly permission?: 'allowed' | 'denied';
  /** The validation error, if the request was refused. */
  readonly problem?: string;
  /** What was accepted although the specification does not allow it. */
  readonly tolerated?: readonly string[];
  /** Index of the node in a cluster. */
  readonly node?: number;
}

/** Notes about a request while it is served. */
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
  /** @returns A function that ends the subscription. */
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

/** Drops the oldest tenth at once, so that adding stays fast. */
function keep<T>(list: T[], entry: T, limit: number): void {
  list.push(entry);
  if (list.length > limit) list.splice(0, limit / 10);
}

/** Notes a tolerance and its detail. */
export function tolerateInto(notes: Notes): (tolerance: Tolerance, detail?: string) => void {
  return (tolerance, detail) => {
    const text = detail === undefined ? tolerance : `${tolerance}: ${detail.slice(0, 80)}`;
    const list = (notes.tolerated ??= []);
    if (!list.includes(text) && list.length < 20) list.push(text);
  };
}
