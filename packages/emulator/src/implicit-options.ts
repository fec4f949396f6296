/**
 * The options of signing in in a browser.
 *
 * @module
 */

/** Which web applications may use the implicit grant, and how people sign in. */
export interface ImplicitOptions {
  /** Redirect URIs by client id. What an appliance accepts is not documented. Default: none. */
  readonly clients?: Readonly<Record<string, readonly string[]>>;
  /** Whether a signed-in person is asked before a token is handed out. Default: `automatic`. */
  readonly approval?: 'automatic' | 'page';
}
