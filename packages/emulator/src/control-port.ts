/**
 * What a control port is to whoever uses it.
 *
 * @module
 */

/** A control port. */
export interface Control {
  /** Origin, such as `http://127.0.0.1:38022`. */
  readonly url: string;
  /** Sent as `Authorization: Bearer <token>`. */
  readonly token: string;
  /** The status page; the token is in the fragment, which is never sent. */
  readonly page: string;
}
/** Ends with the emulator. */
export interface RunningControl extends Control {
  close(): Promise<void>;
}
