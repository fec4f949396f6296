/**
 * Lists that page, as async iterators: the cursor is handled, nothing comes twice, and no more is remembered than the last page.
 *
 * @module
 */
import type { Action, Event, KeystoreKey, KmipObject, SecurityEvent } from '@cloudlink-center/spec';
import type { CloudLink } from '../client/create-cloudlink.ts';
import { internalsOf } from '../client/internals.ts';
import { pause } from '../resilience/timer.ts';

/** Options of every iterator. */
export interface PageOptions {
  /** Ends the iteration, with `signal.reason`. */
  signal?: AbortSignal;
  /** Entries to ask for at once. Default: 100. */
  pageSize?: number;
}

/** Options of iterators over what happens. */
export interface FollowOptions extends PageOptions {
  /** Only entries of the last so many minutes. Default: all; with `follow`, those of the last 5, which are held in memory to be put in order. */
  minutes?: number;
  /** Go on watching for new entries, oldest first, until the signal ends it. Default: false, newest first. */
  follow?: boolean;
  /** Milliseconds between two looks of `follow`. Default: 5000. */
  interval?: number;
}

const PAGE_SIZE = 100;
const FOLLOW_MS = 5_000;
const FOLLOW_MINUTES = 5;

/** Events: what happened to machines and to the Center. */
export function iterateEvents(
  center: CloudLink,
  options?: FollowOptions,
): AsyncGenerator<Event, void, undefined> {
  return happenings(
    center,
    (input) => center.events.list(input),
    ({ timestamp }) => timestamp,
    options,
  );
}

/** Security events. */
export function iterateSecurityEvents(
  center: CloudLink,
  options?: FollowOptions,
): AsyncGenerator<SecurityEvent, void, undefined> {
  return happenings(
    center,
    (input) => center.securityEvents.list(input),
    ({ timestamp }) => timestamp,
    options,
  );
}

/** Actions: the audit trail. */
export function iterateActions(
  center: CloudLink,
  options?: FollowOptions,
): AsyncGenerator<Action, void, undefined> {
  return happenings(
    center,
    (input) => center.actions.list(input),
    ({ start_time }) => start_time,
    options,
  );
}

/** The keys of a keystore, without their values. */
export function iterateKeystoreKeys(
  center: CloudLink,
  name: string,
  options: PageOptions = {},
): AsyncGenerator<KeystoreKey, void, undefined> {
  return pages(
    (count, last) =>
      center.keystores.listKeys({
        path: { name },
        query: { count, ...(last && { key_id: last.object_id }) },
        ...signalOf(options),
      }),
    ({ object_id }) => object_id,
    options,
  );
}

/** The objects of a KMIP partition, without their values. */
export function iterateKmipObjects(
  center: CloudLink,
  name: string,
  options: PageOptions = {},
): AsyncGenerator<KmipObject, void, undefined> {
  return pages(
    (count, last) =>
      center.kmip.partitions.listObjects({
        path: { name },
        query: { count, ...(last && { start_id: last.id }) },
        ...signalOf(options),
      }),
    ({ id }) => id,
    options,
  );
}

/**
 * Page after page, each from the last entry of the one before. Whether a page begins with that entry or behind it is not known, so
 * what was in the last page is left out; a page with nothing new is the end.
 */
async function* pages<Entry>(
  read: (count: number, last: Entry | undefined) => Promise<Entry[]>,
  idOf: (entry: Entry) => string | undefined,
  { signal, pageSize = PAGE_SIZE }: PageOptions,
): AsyncGenerator<Entry, void, undefined> {
  // With the entry itself in each page, a page of one would never bring anything new.
  if (!(Number.isInteger(pageSize) && pageSize > 1))
    throw new TypeError('pageSize must be a whole number above 1.');
  let seen: ReadonlySet<string | undefined> = new Set();
  for (let last: Entry | undefined; ;) {
    signal?.throwIfAborted();
    const page = await read(pageSize, last);
    const fresh = page.filter((entry) => idOf(entry) === undefined || !seen.has(idOf(entry)));
    yield* fresh;
    last = page.at(-1);
    if (fresh.length === 0 || last === undefined || idOf(last) === undefined) return;
    seen = new Set(page.map(idOf));
  }
}

type HappeningInput = {
  query: { count: number; interval?: number; timestamp?: string; guid?: string };
  signal?: AbortSignal;
};

async function* happenings<Entry extends { id?: string }>(
  center: CloudLink,
  list: (input: HappeningInput) => Promise<Entry[]>,
  timeOf: (entry: Entry) => string | undefined,
  options: FollowOptions = {},
): AsyncGenerator<Entry, void, undefined> {
  const { signal, pageSize, follow = false, interval = FOLLOW_MS } = options;
  const minutes = options.minutes ?? (follow ? FOLLOW_MINUTES : undefined);
  const newestFirst = (since: string | undefined): AsyncGenerator<Entry, void, undefined> =>
    pages(
      (count, last) => {
        const time = last && timeOf(last);
        return list({
          query: {
            count,
            ...(minutes !== undefined && since === undefined && { interval: minutes }),
            ...(last?.id !== undefined && { guid: last.id }),
            ...(time !== undefined ? { timestamp: time } : since !== undefined && { timestamp: since }),
          },
          ...signalOf(options),
        });
      },
      ({ id }) => id,
      { ...(signal && { signal }), ...(pageSize !== undefined && { pageSize }) },
    );
  if (!follow) {
    yield* newestFirst(undefined);
    return;
  }
  const closed = internalsOf(center).lifetime.signal;
  const ends = signal === undefined ? closed : AbortSignal.any([signal, closed]);
  let latest: string | undefined;
  let atLatest = new Set<string | undefined>();
  for (;;) {
    const batch: Entry[] = [];
    for await (const entry of newestFirst(latest)) {
      const time = timeOf(entry);
      if (latest !== undefined && time !== undefined && time < latest) break;
      if (!atLatest.has(entry.id)) batch.push(entry);
    }
    const newest = batch[0] && timeOf(batch[0]);
    if (newest !== undefined) {
      const sameTime = batch.filter((entry) => timeOf(entry) === newest).map(({ id }) => id);
      atLatest = newest === latest ? new Set([...atLatest, ...sameTime]) : new Set(sameTime);
      latest = newest;
    }
    yield* batch.toReversed();
    await pause(interval, ends);
  }
}

function signalOf({ signal }: PageOptions): { signal?: AbortSignal } {
  return signal === undefined ? {} : { signal };
}
