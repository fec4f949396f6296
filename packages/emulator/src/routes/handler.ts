/**
 * What a route handler gets and gives. Handlers know nothing of HTTP beyond a status.
 *
 * @module
 */
import type { Guesses } from '../guesses.ts';
import type { Upload } from '../http/body.ts';
import type { Authority } from '../internal/x509.ts';
import type { State } from '../store.ts';
import type { Tokens } from '../tokens.ts';

export interface Call {
  readonly path: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
  /** The body when it is no object. */
  readonly rawBody: unknown;
  /** Files of a multipart body, on disk until the call is answered. */
  readonly files: ReadonlyMap<string, Upload>;
  readonly state: State;
  /** Name of the signed-in user. */
  readonly caller: string;
  /** Id of the caller's session. */
  readonly session: string;
  /** The caller's address. */
  readonly address: string;
  readonly sessions: Tokens;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** How long work behind an answer takes, in milliseconds: encrypting a disk, moving keys, making a backup. */
  readonly workDuration: number;
  readonly guesses: Guesses;
  readonly node: NodeServices;
}

/** What a node of the cluster can do for a handler. */
export interface NodeServices {
  /** Signs the certificates of KMIP and Kubernetes clients. */
  readonly authority: Authority;
  /** Lines of the server's log. */
  logLines(): string[];
  /** Joins the cluster of another node. False: its user or password is wrong. */
  join(host: string, user: string, password: string): boolean;
  /** Calls another node in the name of the caller. Undefined: there is no such node. */
  proxy(call: Call, uuid: string, method: string, url: string, body: unknown): Promise<unknown> | undefined;
  /** Ends every session, as a restore does. */
  endSessions(): void;
}

/** `undefined` is an empty success; a {@link FileAnswer} is a download. */
export type Handler = (call: Call) => unknown;
export type Handlers = Readonly<Record<string, Handler>>;

/** A download. */
export class FileAnswer {
  readonly name: string;
  readonly bytes: string | Uint8Array;

  constructor(name: string, bytes: string | Uint8Array) {
    this.name = name;
    this.bytes = bytes;
  }
}

/** An answer that another node gave, passed on. */
export class PassedOn {
  readonly status: number;
  readonly body: unknown;

  constructor(status: number, body: unknown) {
    this.status = status;
    this.body = body;
  }
}

/** The connection is reset instead of answered, after everything was done. */
export const RESET: unique symbol = Symbol('reset');

/** A failure with a status. The text of REST errors is not known, so tests must not depend on it. */
export class Refusal extends Error {
  /** Undefined: the guess of such a status. */
  readonly status: number | undefined;

  constructor(message: string, status?: number) {
    super(message);
    this.status = status;
  }
}

/** The one with this name, or a 404. */
export function find<T>(list: readonly T[], matches: (one: T) => boolean, what: string): T {
  const found = list.find(matches);
  if (found === undefined) throw new Refusal(`${what} does not exist.`, 404);
  return found;
}

/** Removes the one with this name, or a 404. */
export function remove<T>(list: T[], matches: (one: T) => boolean, what: string): void {
  const index = list.findIndex(matches);
  if (index < 0) throw new Refusal(`${what} does not exist.`, 404);
  list.splice(index, 1);
}

/** Refuses a name that is taken. Which status the appliance sends is not known. */
export function mustBeFree<T>(list: readonly T[], matches: (one: T) => boolean, what: string): void {
  if (list.some(matches)) throw new Refusal(`${what} exists already.`);
}

/** Refuses names that a list does not have: roles, networks. */
export function mustAllExist(names: unknown, list: readonly { name?: string }[], what: string): void {
  if (!Array.isArray(names)) return;
  const known = new Set(list.map(({ name }) => name));
  const unknown = names.map(String).find((name) => !known.has(name));
  if (unknown !== undefined) throw new Refusal(`The ${what} ${JSON.stringify(unknown)} does not exist.`);
}
