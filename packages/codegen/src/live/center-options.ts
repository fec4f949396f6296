/**
 * How to sign in to a live Center, and which certificate to trust.
 *
 * @module
 */

export interface CenterOptions {
  readonly clientId: string | undefined;
  readonly clientSecret: string | undefined;
  /** File of a certificate authority. */
  readonly ca: string | undefined;
  readonly fingerprint: string | undefined;
}
