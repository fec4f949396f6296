/**
 * How to sign in to a live Center, and which certificate to trust.
 *
 * @module
 */

export interface CenterOptions {
  readonly clientId: string | undefined;
  readonly clientSecret: string | undefined;
  /** File with a CA certificate. */
  readonly ca: string | undefined;
  readonly fingerprint: string | undefined;
}
