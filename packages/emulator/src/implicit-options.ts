/**
 * The options of the sign-in in a browser.
 *
 * @module
 */

/** The web applications that may use the implicit grant, and their approval. */
export interface ImplicitOptions {
  /** Redirect URIs by client id. The vendor does not document what an appliance accepts. Default: none. */
  readonly clients?: Readonly<Record<string, readonly string[]>>;
  /** Whether a signed-in person must approve before a token is issued (`page`). Default: `automatic`. */
  readonly approval?: 'automatic' | 'page';
}
