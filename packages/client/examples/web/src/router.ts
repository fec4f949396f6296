/**
 * Addresses within the application, as paths (`/vault`) or as fragments (`/#/vault`).
 *
 * The fragment router is the one that needs care with the implicit grant: the Center returns the token in a
 * fragment, too. The sign-in completes first, on its own page (`/callback`), and the router starts after
 * that.
 *
 * @module
 */

export interface Router {
  /** The path that is shown now, such as `/vault`. */
  path(): string;
  /** What a link to a path has as `href`. */
  href(path: string): string;
  go(path: string): void;
  /** Is called when another path is shown; returns a function that ends it. */
  subscribe(listener: () => void): () => void;
}

export function createRouter(kind: 'history' | 'hash', page: Window): Router {
  const listeners = new Set<() => void>();
  const notify = (): void => {
    for (const listener of listeners) listener();
  };
  page.addEventListener('popstate', notify); // Browsers fire it for a new fragment, too.
  const href = (path: string): string => (kind === 'hash' ? `/#${path}` : path);
  return {
    path: () => (kind === 'hash' ? page.location.hash.slice(1) || '/' : page.location.pathname),
    href,
    go(path) {
      page.history.pushState(null, '', href(path));
      notify();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
