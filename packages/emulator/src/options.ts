/**
 * The options of an emulator, and their check. A misspelt option is an error.
 *
 * @module
 */
import type { ImplicitOptions } from './implicit-options.ts';
import type { Fault } from './faults.ts';
import type { Fixture } from './fixtures.ts';
import type { Guesses } from './guesses.ts';
import type { ServedRequest } from './request-log.ts';
import type { EstateFile } from './states/estate-file.ts';

/** Options of {@link startEmulator}. Every option has a default. */
export interface EmulatorOptions {
  /** Port on 127.0.0.1. The other nodes of a cluster use the following ports. Default: free ports. */
  port?: number;
  /** Name of the client user, which has the role SecAdmin. Default: `automation`. */
  clientId?: string;
  /** Secret of the client user. Default: `emulated-secret`. */
  clientSecret?: string;
  /** Password of `secadmin` and the other people of a built-in state. Default: `emulated-password`. */
  password?: string;
  /**
   * Initial state: `factory`, `small`, `large`, the path of a YAML file, or the content of such a file.
   * Default: `small`.
   */
  state?: 'factory' | 'small' | 'large' | (string & {}) | EstateFile;
  /** Folder that keeps the state across restarts. Default: none, the state is in memory. */
  data?: string;
  /** Number of nodes of the cluster, from 1 to 4. Default: 1. */
  nodes?: number;
  /** Milliseconds until a write reaches the other nodes. Default: 0. */
  replicationLag?: number;
  /**
   * Whether the built-in administrator may sign in as a program. Default: set by the state; true in every
   * built-in state.
   */
  builtInClient?: boolean;
  /** Lifetime of a token in seconds. Default: 7200. */
  tokenLifetime?: number;
  /**
   * Whether another token request returns the same token while it is valid, with a smaller `expires_in`, or a
   * new one. Default: `same`, as in the library that the appliance appears to use.
   */
  tokenRenewal?: 'same' | 'new';
  /** Duration of encrypting a disk, moving keys or creating a backup, in milliseconds. Default: 30000. */
  workDuration?: number;
  /**
   * Responses by operation id that replace the emulator's own, such as `{ 'vault.get': { status: 500, body:
   * 'broken' } }`. Default: none.
   */
  fixtures?: Readonly<Record<string, Fixture>>;
  /** Overrides of the emulator's behaviour where nothing is known about the appliance. Default: none. */
  guesses?: Partial<Guesses>;
  /** Faults that are active from the start. Default: none. */
  faults?: readonly Fault[];
  /** Opens a control port with a status page: `true` for a free port, or a port on 127.0.0.1. Default: none. */
  control?: boolean | number;
  /**
   * Web applications that may use the implicit grant. Default: none. People sign in with the option
   * `password`.
   */
  implicit?: ImplicitOptions;
  /**
   * A Swagger 2.0 or OpenAPI document, or the path of its JSON file, that the Center serves as its own
   * description. Calls that only this document has are answered with 404. Default: none.
   */
  description?: string | object;
  /** Called after each request, with its operation, user, permission and tolerances. Default: none. */
  onRequest?: (request: ServedRequest) => void;
  /** Validates each response against the specification, and answers 500 if it is invalid. Default: false. */
  checkAnswers?: boolean;
  /** Returns the time in milliseconds since the epoch. Default: `Date.now`. */
  now?: () => number;
}

const CHECKS: {
  readonly [name in keyof Required<EmulatorOptions>]: readonly [
    expected: string,
    (value: unknown) => boolean,
  ];
} = {
  port: ['a number from 0 to 65535', isPort],
  clientId: ['a text', isText],
  clientSecret: ['a text', isText],
  password: ['a text', isText],
  state: ['a name, a path or an object', (value) => isText(value) || isObject(value)],
  data: ['a path', isText],
  nodes: ['a number from 1 to 4', (value) => isWhole(value) && value >= 1 && value <= 4],
  replicationLag: ['a number of milliseconds', isNumber],
  builtInClient: ['true or false', isBoolean],
  tokenLifetime: ['a number of seconds', isNumber],
  tokenRenewal: ["'same' or 'new'", (value) => value === 'same' || value === 'new'],
  workDuration: ['a number of milliseconds', isNumber],
  fixtures: ['an object', isObject],
  guesses: ['an object', isObject],
  faults: ['a list', Array.isArray],
  control: ['true, false or a port', (value) => isBoolean(value) || isPort(value)],
  implicit: ['an object', isObject],
  description: ['a path or an object', (value) => isText(value) || isObject(value)],
  onRequest: ['a function', (value) => typeof value === 'function'],
  checkAnswers: ['true or false', isBoolean],
  now: ['a function', (value) => typeof value === 'function'],
};

/** @throws TypeError for an unknown option or an invalid value. */
export function checkOptions(options: EmulatorOptions): void {
  for (const [name, value] of Object.entries(options)) {
    if (!Object.hasOwn(CHECKS, name))
      throw new TypeError(`There is no option "${name}". The options are ${Object.keys(CHECKS).join(', ')}.`);
    // The check above ensures that the name exists.
    const [expected, isRight] = CHECKS[name as keyof EmulatorOptions];
    if (value !== undefined && !isRight(value)) throw new TypeError(`${name} must be ${expected}.`);
  }
  const strange = Object.keys(options.implicit ?? {}).find(
    (name) => name !== 'clients' && name !== 'approval',
  );
  if (strange !== undefined)
    throw new TypeError(`implicit has no "${strange}". It has clients and approval.`);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
function isBoolean(value: unknown): value is boolean {
  return typeof value === 'boolean';
}
function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}
function isNumber(value: unknown): value is number {
  return typeof value === 'number' && value >= 0;
}
function isWhole(value: unknown): value is number {
  return Number.isInteger(value);
}
function isPort(value: unknown): boolean {
  return isWhole(value) && value >= 0 && value <= 65_535;
}
