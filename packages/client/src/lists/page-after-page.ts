/**
 * Reads a paged list as one sequence. It handles the cursor, returns nothing twice, and remembers only the
 * last page.
 *
 * @module
 */

/** Options of every iterator. */
export interface PageOptions {
  /** Aborts the iteration, which then throws `signal.reason`. */
  signal?: AbortSignal;
  /** Entries per request, at least 2. Default: 100. */
  pageSize?: number;
}

const PAGE_SIZE = 100;

/**
 * Reads page after page, each starting at the last entry of the one before. It is not known whether a page
 * begins with that entry or after it, so entries of the previous page are skipped. A page with nothing new is
 * the end.
 */
export async function* pages<Entry>(
  read: (count: number, last: Entry | undefined) => Promise<Entry[]>,
  idOf: (entry: Entry) => string | undefined,
  { signal, pageSize = PAGE_SIZE }: PageOptions,
): AsyncGenerator<Entry, void, undefined> {
  // If each page repeats the last entry, a page of one never has anything new.
  if (!(Number.isInteger(pageSize) && pageSize > 1))
    throw new TypeError('pageSize must be a whole number above 1.');
  // An entry may lack an id, and must not count as new forever.
  const keyOf = (entry: Entry): string => idOf(entry) ?? JSON.stringify(entry);
  let seen: ReadonlySet<string> = new Set();
  for (let last: Entry | undefined; ;) {
    signal?.throwIfAborted();
    const page = await read(pageSize, last);
    const fresh = page.filter((entry) => !seen.has(keyOf(entry)));
    yield* fresh;
    last = page.at(-1);
    if (fresh.length === 0 || last === undefined || idOf(last) === undefined) return;
    seen = new Set(page.map(keyOf));
  }
}

export function signalOf({ signal }: PageOptions): { signal?: AbortSignal } {
  return signal === undefined ? {} : { signal };
}
