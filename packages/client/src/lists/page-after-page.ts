/**
 * Lists that page, as one sequence: the cursor is handled, nothing comes twice, and no more is remembered than the last page.
 *
 * @module
 */

/** Options of every iterator. */
export interface PageOptions {
  /** Ends the iteration, with `signal.reason`. */
  signal?: AbortSignal;
  /** Entries to ask for at once. Default: 100. */
  pageSize?: number;
}

const PAGE_SIZE = 100;

/**
 * Page after page, each from the last entry of the one before. Whether a page begins with that entry or behind it is not known, so
 * what was in the last page is left out; a page with nothing new is the end.
 */
export async function* pages<Entry>(
  read: (count: number, last: Entry | undefined) => Promise<Entry[]>,
  idOf: (entry: Entry) => string | undefined,
  { signal, pageSize = PAGE_SIZE }: PageOptions,
): AsyncGenerator<Entry, void, undefined> {
  // With the entry itself in each page, a page of one would never bring anything new.
  if (!(Number.isInteger(pageSize) && pageSize > 1))
    throw new TypeError('pageSize must be a whole number above 1.');
  // Not every entry needs to have an id, and one without must not look new for ever.
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
