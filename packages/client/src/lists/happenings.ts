/**
 * Events, security events and actions: newest first, or followed as they happen. Time stamps are compared as
 * points in time, because the Center may write them with any precision and offset.
 *
 * @module
 */
import type { CloudLink } from '../client/create-cloudlink.ts';
import { internalsOf } from '../client/internals.ts';
import { type CloudLinkError, isCloudLinkError } from '../errors/cloudlink-error.ts';
import { pause } from '../resilience/timer.ts';
import { isOutage } from '../waits/outage.ts';
import { compareInstants, type Instant, parseInstant } from './instants.ts';
import { type PageOptions, pages, signalOf } from './page-after-page.ts';

/** Options of the iterators over events, security events and actions. */
export interface FollowOptions extends PageOptions {
  /**
   * Only entries of the last this many minutes. Default: all entries. With `follow` the default is 5, and
   * those entries are held in memory to sort them.
   */
  minutes?: number;
  /**
   * Keep polling for new entries, oldest first, until the signal aborts. Default: false, which reads the
   * existing entries, newest first.
   */
  follow?: boolean;
  /** Milliseconds between two polls of `follow`. Default: 5,000. */
  interval?: number;
  /**
   * Called for each poll of `follow` that fails because the Center is unavailable. Polling then continues
   * where it was. Without `onOutage`, such a failure ends the iteration.
   */
  onOutage?: (error: CloudLinkError) => void;
}

const FOLLOW_MS = 5_000;
const FOLLOW_MINUTES = 5;

type Window = { count: number; interval?: number; timestamp?: string; guid?: string };

/** One such list of the Center. */
export interface Source<Entry> {
  readonly list: (input: { query: Window; signal?: AbortSignal }) => Promise<Entry[]>;
  readonly timeOf: (entry: Entry) => string | undefined;
}

export async function* happenings<Entry extends { id?: string }>(
  center: CloudLink,
  source: Source<Entry>,
  options: FollowOptions = {},
): AsyncGenerator<Entry, void, undefined> {
  const { signal, follow = false, interval = FOLLOW_MS, onOutage } = options;
  if (!follow) {
    yield* newestFirst(source, undefined, options.minutes, options);
    return;
  }
  const closed = internalsOf(center).lifetime.signal;
  const ends = signal === undefined ? closed : AbortSignal.any([signal, closed]);
  const { minutes = FOLLOW_MINUTES } = options;
  let seen: Seen = { latest: undefined, since: undefined, atLatest: new Set() };
  for (;;) {
    let fresh: Entry[] = [];
    try {
      fresh = await readFresh(source, seen, minutes, options);
    } catch (error) {
      if (onOutage === undefined || !isCloudLinkError(error) || !isOutage(error)) throw error;
      onOutage(error);
    }
    seen = seenWith(seen, fresh, source);
    yield* oldestFirst(fresh, source);
    await pause(interval, ends);
  }
}

/** The position up to which entries were returned. */
interface Seen {
  readonly latest: Instant | undefined;
  /** `latest` as the Center wrote it. */
  readonly since: string | undefined;
  /** The returned entries with exactly that time. More of them may follow. */
  readonly atLatest: ReadonlySet<string>;
}

async function readFresh<Entry extends { id?: string }>(
  source: Source<Entry>,
  { latest, since, atLatest }: Seen,
  minutes: number,
  options: PageOptions,
): Promise<Entry[]> {
  const fresh: Entry[] = [];
  for await (const entry of newestFirst(source, since, minutes, options)) {
    const time = parseInstant(source.timeOf(entry));
    if (latest !== undefined && time !== undefined && compareInstants(time, latest) < 0) break;
    if (!atLatest.has(keyOf(entry))) fresh.push(entry);
  }
  return fresh;
}

function seenWith<Entry extends { id?: string }>(
  seen: Seen,
  fresh: readonly Entry[],
  { timeOf }: Source<Entry>,
): Seen {
  let { latest, since, atLatest } = seen;
  for (const entry of fresh) {
    const text = timeOf(entry);
    const time = parseInstant(text);
    if (time === undefined) continue;
    const order = latest === undefined ? 1 : compareInstants(time, latest);
    if (order > 0) [latest, since, atLatest] = [time, text, new Set([keyOf(entry)])];
    else if (order === 0) atLatest = new Set([...atLatest, keyOf(entry)]);
  }
  return { latest, since, atLatest };
}

/** In the order of the Center, unless the time stamps contradict it. */
function oldestFirst<Entry>(fresh: readonly Entry[], { timeOf }: Source<Entry>): Entry[] {
  const timed = fresh.toReversed().map((entry) => ({ entry, time: parseInstant(timeOf(entry)) }));
  return timed
    .toSorted((one, other) => (one.time && other.time ? compareInstants(one.time, other.time) : 0))
    .map(({ entry }) => entry);
}

/** An entry may lack an id. */
function keyOf(entry: { readonly id?: string }): string {
  return entry.id ?? JSON.stringify(entry);
}

function newestFirst<Entry extends { id?: string }>(
  source: Source<Entry>,
  since: string | undefined,
  minutes: number | undefined,
  options: PageOptions,
): AsyncGenerator<Entry, void, undefined> {
  return pages(
    (count, last) => {
      const timestamp = (last && source.timeOf(last)) ?? since;
      return source.list({
        query: {
          count,
          ...(minutes !== undefined && since === undefined && { interval: minutes }),
          ...(last?.id !== undefined && { guid: last.id }),
          ...(timestamp !== undefined && { timestamp }),
        },
        ...signalOf(options),
      });
    },
    ({ id }) => id,
    options,
  );
}
