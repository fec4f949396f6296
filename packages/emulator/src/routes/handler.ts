/**
 * The input and output of route handlers. Handlers know nothing about HTTP except statuses.
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
  /** The body if it is not an object. */
  readonly rawBody: unknown;
  /** Files of a multipart body, on disk until the response. */
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
  /** Duration of encrypting a disk, moving keys or creating a backup, in milliseconds. */
  readonly workDuration: number;
  readonly guesses: Guesses;
  readonly node: NodeServices;
}

/** Services of a node for handlers. */
export interface NodeServices {
  /** Signs the certificates of KMIP and Kubernetes clients. */
  readonly authority: Authority;
  /** Lines of the server's log. */
  logLines(): string[];
  /** Joins the cluster of another node. Returns false if the user or the password is wrong. */
  join(host: string, user: string, password: string): boolean;
  /** Calls another node on behalf of the caller. Returns undefined if there is no such node. */
  proxy(call: Call, uuid: string, method: string, url: string, body: unknown): Promise<unknown> | undefined;
  /** Ends all sessions, as a restore does. */
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

/** The response of another node, forwarded. */
export class PassedOn {
  readonly status: number;
  readonly body: unknown;

  constructor(status: number, body: unknown) {
    this.status = status;
    this.body = body;
  }
}

/** Resets the connection after the work was done. */
export const RESET: unique symbol = Symbol('reset');

/** A failure with a status. The text of REST errors is not known, so tests must not depend on it. */
export class Refusal extends Error {
  /** Undefined for the guessed status. */
  readonly status: number | undefined;

  constructor(message: string, status?: number) {
    super(message);
    this.status = status;
  }
}

/** Finds an entry, or answers 404. */
export function find<T>(list: readonly T[], matches: (one: T) => boolean, what: string): T {
  const found = list.find(matches);
  if (found === undefined) throw new Refusal(`${what} does not exist.`, 404);
  return found;
}

/** Removes an entry, or answers 404. */
export function remove<T>(list: T[], matches: (one: T) => boolean, what: string): void {
  const index = list.findIndex(matches);
  if (index < 0) throw new Refusal(`${what} does not exist.`, 404);
  list.splice(index, 1);
}

/** Refuses a name that is taken. The status of the appliance is not known. */
export function mustBeFree<T>(list: readonly T[], matches: (one: T) => boolean, what: string): void {
  if (list.some(matches)) throw new Refusal(`${what} already exists.`);
}

/** Refuses names that a list lacks, such as roles and networks. */
export function mustAllExist(names: unknown, list: readonly { name?: string }[], what: string): void {
  if (!Array.isArray(names)) return;
  const known = new Set(list.map(({ name }) => name));
  const unknown = names.map(String).find((name) => !known.has(name));
  if (unknown !== undefined) throw new Refusal(`The ${what} ${JSON.stringify(unknown)} does not exist.`);
}
