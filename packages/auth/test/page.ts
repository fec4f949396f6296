/**
 * A page of a browser in this process: its address, its tab's storage, its windows and messages. With it the
 * rules of a sign-in are tried one by one, with a clock that tests move. That real browsers behave like this
 * is what test/browser shows.
 *
 * @module
 */
import { vi } from 'vitest';

export const APP = 'https://app.example.com';
export const CALLBACK: string = `${APP}/callback`;

/** What a tab remembers, and whether the browser permits it. */
export interface TabStorage {
  readonly items: Map<string, string>;
  /** Which of the accesses throw. */
  denied: 'nothing' | 'writes' | 'all';
}

export interface Page {
  readonly location: { href: string };
  /** Addresses to which the script has sent the page: by `assign`, and by `replace`. */
  readonly assigned: string[];
  readonly replaced: string[];
  /** Windows that it has opened. */
  readonly popups: Popup[];
  /** What it has sent to the window that opened it, with the target origin. */
  readonly posted: { readonly message: unknown; readonly origin: string }[];
  readonly events: EventTarget;
  isClosed: boolean;
  /** Whether `open` gives no window. */
  blocksPopups: boolean;
  /** Sends a message to this page, as another window would. */
  receive(data: unknown, origin?: string): void;
}

/** A window that a page has opened. */
export interface Popup {
  readonly url: string;
  readonly features: string;
  closed: boolean;
}

export function tabStorage(): TabStorage {
  return { items: new Map(), denied: 'nothing' };
}

/** Loads a page: from now on the globals are its own. */
export function loadPage(href: string, storage: TabStorage = tabStorage()): Page {
  const events = new EventTarget();
  const location = {
    href,
    origin: new URL(href).origin,
    assign: (url: string) => void page.assigned.push(url),
    replace: (url: string) => void page.replaced.push(url),
  };
  const page: Page = {
    location,
    assigned: [],
    replaced: [],
    popups: [],
    posted: [],
    events,
    isClosed: false,
    blocksPopups: false,
    receive(data, origin = location.origin) {
      events.dispatchEvent(new MessageEvent('message', { data, origin }));
    },
  };
  const opener = {
    postMessage: (message: unknown, origin: string) => void page.posted.push({ message, origin }),
  };
  vi.stubGlobal('window', Object.assign(events, { opener }));
  vi.stubGlobal('addEventListener', events.addEventListener.bind(events));
  vi.stubGlobal('location', location);
  vi.stubGlobal('history', {
    state: { route: 1 },
    replaceState(state: unknown, _title: string, url: string) {
      if ((state as { route: number }).route === 1) location.href = url;
    },
  });
  vi.stubGlobal('sessionStorage', storageOf(storage));
  vi.stubGlobal('open', (url: string, _name: string, features: string) => {
    if (page.blocksPopups) return null;
    const popup = { url, features, closed: false, close: () => (popup.closed = true) };
    page.popups.push(popup);
    return popup;
  });
  vi.stubGlobal('close', () => (page.isClosed = true));
  vi.stubGlobal('BroadcastChannel', Channel);
  return page;
}

function storageOf(storage: TabStorage) {
  const checked = <T>(isWrite: boolean, work: () => T): T => {
    if (storage.denied === 'all' || (isWrite && storage.denied === 'writes'))
      throw new DOMException('denied', 'SecurityError');
    return work();
  };
  return {
    getItem: (key: string) => checked(false, () => storage.items.get(key) ?? null),
    setItem: (key: string, value: string) => checked(true, () => storage.items.set(key, value)),
    removeItem: (key: string) => checked(false, () => storage.items.delete(key)),
  };
}

const channels = new Set<Channel>();

/** Ends what pages of a test have left behind. */
export function leavePages(): void {
  vi.unstubAllGlobals();
  channels.clear();
}

/** How many channels are open. */
export function openChannels(): number {
  return channels.size;
}

/** Like that of Node, but its messages name the origin, as in browsers. */
class Channel extends EventTarget {
  readonly #name: string;

  constructor(name: string) {
    super();
    this.#name = name;
    channels.add(this);
  }

  postMessage(data: unknown): void {
    for (const channel of channels)
      if (channel !== this && channel.#name === this.#name)
        channel.dispatchEvent(new MessageEvent('message', { data, origin: APP }));
  }

  close(): void {
    channels.delete(this);
  }
}
