/**
 * What the server tells the page, in `meta` elements of index.html: no request is needed before the sign-in
 * is completed.
 *
 * @module
 */

export interface Settings {
  /** Origin of the Center. */
  readonly center: string;
  /** Client id of this application, which the Center's administrator gives. */
  readonly clientId: string;
  /** How addresses within the application look: `/machines` or `/#/machines`. */
  readonly router: 'history' | 'hash';
  /** Where the token is kept. `memory` is safer; `sessionStorage` survives a reload. */
  readonly storage: 'memory' | 'sessionStorage';
}

export function readSettings(page: Document): Settings {
  const setting = (name: string): string =>
    page.querySelector<HTMLMetaElement>(`meta[name="${name}"]`)?.content ?? '';
  return {
    center: setting('center'),
    clientId: setting('client-id'),
    router: setting('router') === 'hash' ? 'hash' : 'history',
    storage: setting('storage') === 'sessionStorage' ? 'sessionStorage' : 'memory',
  };
}
