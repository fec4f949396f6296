/**
 * What a route handler gets and gives. Handlers know nothing of HTTP beyond a status.
 *
 * @module
 */
import type { OAuth } from '../oauth.ts';
import type { State } from '../store.ts';

export interface Call {
  readonly path: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
  /** The body when it is no object. */
  readonly rawBody: unknown;
  readonly state: State;
  /** Name of the signed-in user. */
  readonly caller: string;
  /** Id of the caller's session. */
  readonly session: string;
  readonly sessions: Pick<OAuth, 'sessions' | 'terminate'>;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** How long work behind an answer takes, in milliseconds: encrypting a disk, moving keys, making a backup. */
  readonly workDuration: number;
}

/** `undefined` is an empty success. */
export type Handler = (call: Call) => unknown;
export type Handlers = Readonly<Record<string, Handler>>;

/** A failure with a status. The text of REST errors is not known, so tests must not depend on it. */
export class Refusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** The one with this name, or a 404. */
export function find<T>(list: readonly T[], matches: (one: T) => boolean, what: string): T {
  const found = list.find(matches);
  if (found === undefined) throw new Refusal(404, `${what} does not exist.`);
  return found;
}

/** Removes the one with this name, or a 404. */
export function remove<T>(list: T[], matches: (one: T) => boolean, what: string): void {
  const index = list.findIndex(matches);
  if (index < 0) throw new Refusal(404, `${what} does not exist.`);
  list.splice(index, 1);
}

/** A 400 when a name is taken. Which status the appliance sends is not known. */
export function mustBeFree<T>(list: readonly T[], matches: (one: T) => boolean, what: string): void {
  if (list.some(matches)) throw new Refusal(400, `${what} exists already.`);
}
