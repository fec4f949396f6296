/**
 * The public types of a control port.
 *
 * @module
 */

/** A control port. */
export interface Control {
  /** Origin, such as `http://127.0.0.1:38022`. */
  readonly url: string;
  /** Token of the control port, sent as `Authorization: Bearer <token>`. */
  readonly token: string;
  /** Address of the status page. The token is in the fragment, which browsers do not send. */
  readonly page: string;
}
/** A control port that closes with the emulator. */
export interface RunningControl extends Control {
  close(): Promise<void>;
}
