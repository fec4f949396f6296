/**
 * The options of an emulator, and their check: a misspelt one is an error, not a default.
 *
 * @module
 */
import type { ImplicitOptions } from './implicit-options.ts';
import type { Fault } from './faults.ts';
import type { Fixture } from './fixtures.ts';
import type { Guesses } from './guesses.ts';
import type { ServedRequest } from './request-log.ts';
import type { EstateFile } from './states/estate-file.ts';

/** How an emulator is to behave. Everything has a default. */
export interface EmulatorOptions {
  /** Port on 127.0.0.1; the nodes of a cluster take the following ones. Default: free ones that the system picks. */
  port?: number;
  /** Name of the client user, which holds the role SecAdmin. Default: `automation`. */
  clientId?: string;
  /** Its password. Default: `emulated-secret`. */
  clientSecret?: string;
  /** Password of `secadmin` and the other people of a built-in state. Default: `emulated-password`. */
  password?: string;
  /** Where it begins: `factory`, `small`, `large`, a path of a YAML file, or what such a file holds. Default: `small`. */
  state?: 'factory' | 'small' | 'large' | (string & {}) | EstateFile;
  /** Folder that keeps the state over restarts. Default: none, in memory. */
  data?: string;
  /** Nodes of the cluster, from 1 to 4. Default: 1. */
  nodes?: number;
  /** Milliseconds until another node has what was written. Default: 0. */
  replicationLag?: number;
  /** Whether the built-in administrator may sign in as a program. Default: what the state says, which is yes in every built-in one. */
  builtInClient?: boolean;
  /** Seconds that a token lives. Default: 7200. */
  tokenLifetime?: number;
  /**
   * Whether another token request returns the token that still lives, with a smaller `expires_in`, or a new one. Default: `same`,
   * which is what the library does that the appliance shows every sign of using.
   */
  tokenRenewal?: 'same' | 'new';
  /** Milliseconds that encrypting a disk, moving keys or making a backup takes. Default: 30000. */
  workDuration?: number;
  /** Answers by operation id, such as `{ 'vault.get': { status: 500, body: 'broken' } }`: they take the place of the emulator's own. */
  fixtures?: Readonly<Record<string, Fixture>>;
  /** What the emulator does where nothing is known of the appliance. */
  guesses?: Partial<Guesses>;
  /** Faults from the start. */
  faults?: readonly Fault[];
  /** A control port with a status page: `true`, or its port on 127.0.0.1. Default: none. */
  control?: boolean | number;
  /** Web applications that may use the implicit grant. The people of the estate have the password `emulated-password`. */
  implicit?: ImplicitOptions;
  /**
   * A JSON file with a Swagger 2.0 or OpenAPI document, or what it holds, that the Center shows as its own, for tools that read one. It changes nothing else:
   * what it describes anew is a 404. Default: none.
   */
  description?: string | object;
  /** Called after each request, with what the emulator thought of it: for a log. */
  onRequest?: (request: ServedRequest) => void;
  /** Checks each answer against the specification, and answers 500 where it breaks it. Default: no. */
  checkAnswers?: boolean;
  /** The clock, in milliseconds since the epoch. Default: `Date.now`. */
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

/** @throws TypeError on an option that does not exist, or a value that it cannot have. */
export function checkOptions(options: EmulatorOptions): void {
  for (const [name, value] of Object.entries(options)) {
    if (!Object.hasOwn(CHECKS, name))
      throw new TypeError(`There is no option "${name}". The options are ${Object.keys(CHECKS).join(', ')}.`);
    // The check above proves the name.
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
