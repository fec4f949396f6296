/**
 * All guesses of the emulator: its behaviour where nothing is known about the appliance. The option `guesses`
 * overrides each of them, and a fixture overrides a whole response. docs/conformance.md lists them.
 *
 * @module
 */

import type { VersionNumber } from '@cloudlink-center/spec';

/** The emulator's behaviour where nothing is known. Every property has a default. */
export interface Guesses {
  /**
   * Status of a refusal with an unknown status: a name that is taken, a wrong passcode, a state that forbids
   * the call. Default: 400.
   */
  readonly refusedStatus: number;
  /** Values for the state of the vault. Default: `locked` and `unlocked`. */
  readonly vaultStates: { readonly locked: string; readonly unlocked: string };
  /** Values for the status of a machine, also in the built-in states. Default: the names of the properties. */
  readonly machineStates: Readonly<Record<'pending' | 'connected' | 'disconnected' | 'blocked', string>>;
  /** Type of the pending condition of a machine whose address is not approved. Default: `ip_change`. */
  readonly addressCondition: string;
  /** Whether a shredded machine is blocked. Default: true. */
  readonly shreddingBlocks: boolean;
  /** Values for the result of an audited call. Default: `success` and `failure`. */
  readonly auditResults: { readonly success: string; readonly failure: string };
  /** Whether refused calls are audited. Default: true. */
  readonly auditsFailures: boolean;
  /** Methods that a preflight allows. Default: `GET, PUT, POST, DELETE`. */
  readonly corsMethods: string;
  /** Validity of certificates of KMIP and Kubernetes clients, in days. Default: 365. */
  readonly certificateDays: number;
  /**
   * Whether a node can join a host that is no node here, an imaginary peer with the passwords of this estate.
   * Default: true.
   */
  readonly joinsImaginedPeers: boolean;
  /** Whether a restart ends sessions. Default: true. */
  readonly restartEndsSessions: boolean;
  /** Operation ids that fail while the vault is locked. `*` at the end matches any rest. */
  readonly failsWhileLocked: readonly string[];
  /** How many times a unique link works. Default: 1. */
  readonly linkUses: number;
  /** Whether fetching a unique link needs the token. Default: true. */
  readonly linkNeedsToken: boolean;
  /** Lifetime of a unique link in seconds. Default: 300. */
  readonly linkLifetime: number;
  /** Whether the nodes of a cluster accept each other's tokens. Default: false. */
  readonly tokensShared: boolean;
  /** Parts of the state that replicate besides the known ones. */
  readonly replicatedToo: readonly string[];
  /** Whether a restore ends in a reset connection, which is known to happen. Default: false. */
  readonly restoreResetsConnection: boolean;
  /**
   * Whether a restore accepts a file that is not from an emulator. It changes nothing then. Default:
   * `accept`.
   */
  readonly foreignBackups: 'accept' | 'refuse';
  /** Whether a page that continues from an id starts with that id (`start_id`, `key_id`). Default: true. */
  readonly idIsInclusive: boolean;
  /** Whether a page that continues from a `guid` starts with that entry. Default: false. */
  readonly guidIsInclusive: boolean;
  /** Version that an uploaded image is assumed to contain. Default: 8.2.0. */
  readonly uploadedVersion: VersionNumber;
  /** Path of the option `description`, below `/cloudlink/rest`. Default: `/v2/api-docs`. */
  readonly descriptionPath: string;
  /** Most entries that are kept, for each of actions, events and security events. Default: 10000. */
  readonly historyLimit: number;
}

/** The values with their reasons; conformance.md shows both. */
export const GUESSES: { readonly [name in keyof Guesses]: { value: Guesses[name]; why: string } } = {
  refusedStatus: { value: 400, why: 'The published codes have no 409 or 422; 400 is the closest.' },
  vaultStates: {
    value: { locked: 'locked', unlocked: 'unlocked' },
    why: 'The real values were never seen; these are the obvious words.',
  },
  machineStates: {
    value: { pending: 'pending', connected: 'connected', disconnected: 'disconnected', blocked: 'blocked' },
    why: 'The vendor names the states in prose; the real values were never seen.',
  },
  addressCondition: { value: 'ip_change', why: 'The vendor names the policy in prose: IP change.' },
  shreddingBlocks: { value: true, why: 'A machine without keys cannot continue.' },
  auditResults: {
    value: { success: 'success', failure: 'failure' },
    why: 'Obvious words; no real value was seen.',
  },
  auditsFailures: { value: true, why: 'An audit trail without refused calls would be of little use.' },
  corsMethods: { value: 'GET, PUT, POST, DELETE', why: 'The methods that the API has.' },
  certificateDays: { value: 365, why: 'The emulator does not read the lifetime that is set on the Center.' },
  joinsImaginedPeers: { value: true, why: 'A script that joins a cluster can be tried with one emulator.' },
  restartEndsSessions: {
    value: true,
    why: 'The library keeps tokens in memory unless it is configured to store them.',
  },
  failsWhileLocked: {
    value: [
      'machines.setDiskEncryption',
      'machines.resolvePending',
      'machines.rotateKeys',
      'machines.downloadKeyFile',
    ],
    why: 'Machine operations are not authorised before the vault is unlocked; the vendor does not publish which calls these are.',
  },
  linkUses: { value: 1, why: 'A unique link suggests a single use.' },
  linkNeedsToken: { value: true, why: 'The path is part of the API, where everything else needs the token.' },
  linkLifetime: { value: 300, why: 'Long enough for immediate use, too short for storing the link.' },
  tokensShared: { value: false, why: 'Sessions are not among what is known to replicate.' },
  replicatedToo: {
    value: ['machines', 'encryptions', 'keyMove', 'kmipObjects', 'keystores', 'locations', 'cloudProviders'],
    why: 'Any node may be called, so each has to know the machines and the location of their keys.',
  },
  restoreResetsConnection: { value: false, why: 'Scripts have seen both; a response is simpler.' },
  foreignBackups: {
    value: 'accept',
    why: 'An emulator cannot read a backup of an appliance, and scripts should continue.',
  },
  idIsInclusive: { value: true, why: 'The name start_id suggests that the page starts with it.' },
  guidIsInclusive: { value: false, why: 'A cursor usually names the last entry that was read.' },
  uploadedVersion: {
    value: { major: 8, minor: 2, patch: 0, revision: 0, mgmt_revision: 0 },
    why: 'The form of an image is not published; this is the version after the one of the examples.',
  },
  descriptionPath: {
    value: '/v2/api-docs',
    why: 'A common generator of Swagger 2.0 shows it there; the place of an appliance is not published.',
  },
  historyLimit: { value: 10_000, why: 'An appliance keeps more; an emulator has to stay small.' },
};

/** Guesses about the content of responses, which only a fixture overrides. */
export const GUESSED_ANSWERS: readonly (readonly [operations: string, what: string])[] = [
  ['logs.download, cluster.downloadSnapshot', 'The archives are zips.'],
  ['kmip.clients.createPkcs12Certificate', 'The zip holds cert.p12 and ca.pem.'],
  ['*.preview', 'For a file that is not a certificate, the response is the example of the specification.'],
  [
    'licenses.upload',
    'The format of a licence file is not published. Fields of a JSON file are kept; the rest is the vendor’s sample.',
  ],
  ['locations.delete*', 'Deleting a missing instance succeeds.'],
  ['vault.setPasscodes', 'Passcodes must differ; any number is accepted.'],
  ['every GET without a state of its own', 'The response is the example of the specification.'],
];

/** The defaults with the caller's overrides. */
export function guessesOf(overrides: Partial<Guesses> = {}): Guesses {
  const unknown = Object.keys(overrides).find((name) => !Object.hasOwn(GUESSES, name));
  if (unknown !== undefined)
    throw new TypeError(
      `guesses: there is no "${unknown}". The guesses are ${Object.keys(GUESSES).join(', ')}.`,
    );
  const defaults = Object.fromEntries(Object.entries(GUESSES).map(([name, { value }]) => [name, value]));
  // GUESSES has every name with its type.
  return { ...(defaults as unknown as Guesses), ...overrides };
}
