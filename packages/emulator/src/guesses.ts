/**
 * Every guess of the emulator, in one place: what it does where nothing is known of the appliance. The option `guesses` overrides each,
 * and a fixture overrides a whole answer. docs/conformance.md lists them from here.
 *
 * @module
 */

import type { VersionNumber } from '@cloudlink-center/spec';

/** What the emulator does where nothing is known. Everything has a default. */
export interface Guesses {
  /** Status of a refusal whose status is not known: a name that is taken, a wrong passcode, a state that forbids the call. */
  readonly refusedStatus: number;
  /** Words for the state of the vault. */
  readonly vaultStates: { readonly locked: string; readonly unlocked: string };
  /** Words for the status of a machine. The states that come with the emulator use them, too. */
  readonly machineStates: Readonly<Record<'pending' | 'connected' | 'disconnected' | 'blocked', string>>;
  /** The type of the condition of a machine whose address is not approved. */
  readonly addressCondition: string;
  /** Whether a machine that was shredded is blocked. */
  readonly shreddingBlocks: boolean;
  /** Words for the result of an audited call. */
  readonly auditResults: { readonly success: string; readonly failure: string };
  /** Whether a call that is refused is audited. */
  readonly auditsFailures: boolean;
  /** Methods that a preflight allows. */
  readonly corsMethods: string;
  /** Days that the certificates of KMIP and Kubernetes clients last. */
  readonly certificateDays: number;
  /** Whether a cluster is joined whose host is no node here: an imagined one, with the passwords of this estate. */
  readonly joinsImaginedPeers: boolean;
  /** Whether a restart ends sessions. */
  readonly restartEndsSessions: boolean;
  /** Operation ids that fail while the vault is locked; `*` at the end stands for any rest. */
  readonly failsWhileLocked: readonly string[];
  /** How many times a unique link works. */
  readonly linkUses: number;
  /** Whether fetching a unique link needs the token. */
  readonly linkNeedsToken: boolean;
  /** Seconds that a unique link lives. */
  readonly linkLifetime: number;
  /** Whether the nodes of a cluster accept each other's tokens. */
  readonly tokensShared: boolean;
  /** Parts of the state that replicate besides those of which it is known. */
  readonly replicatedToo: readonly string[];
  /** Whether a restore ends in a reset connection. It is known that it may. */
  readonly restoreResetsConnection: boolean;
  /** Whether a restore takes a file that no emulator made, which changes nothing here. */
  readonly foreignBackups: 'accept' | 'refuse';
  /** Whether a list that continues from an id begins with that id (`start_id`, `key_id`). */
  readonly idIsInclusive: boolean;
  /** Whether a list that continues from a `guid` begins with that entry. */
  readonly guidIsInclusive: boolean;
  /** The version that an uploaded image is taken to hold. */
  readonly uploadedVersion: VersionNumber;
  /** Where the option `description` is shown, below `/cloudlink/rest`. */
  readonly descriptionPath: string;
  /** Actions, events and security events that are kept, each. */
  readonly historyLimit: number;
}

/** The reasons stand beside the values; conformance.md shows both. */
export const GUESSES: { readonly [name in keyof Guesses]: { value: Guesses[name]; why: string } } = {
  refusedStatus: { value: 400, why: 'The published codes have no 409 or 422; 400 is the nearest.' },
  vaultStates: {
    value: { locked: 'locked', unlocked: 'unlocked' },
    why: 'The literals were never seen; these are the plain words.',
  },
  machineStates: {
    value: { pending: 'pending', connected: 'connected', disconnected: 'disconnected', blocked: 'blocked' },
    why: 'The vendor names the states in prose; the literals were never seen.',
  },
  addressCondition: { value: 'ip_change', why: 'The vendor names the policy in prose: IP change.' },
  shreddingBlocks: { value: true, why: 'A machine whose keys are destroyed cannot go on.' },
  auditResults: {
    value: { success: 'success', failure: 'failure' },
    why: 'Plain words; no literal was seen.',
  },
  auditsFailures: { value: true, why: 'An audit trail without refused calls would be of little use.' },
  corsMethods: { value: 'GET, PUT, POST, DELETE', why: 'The methods that the API has.' },
  certificateDays: { value: 365, why: 'The lifetime that a Center has set is not read from anywhere.' },
  joinsImaginedPeers: { value: true, why: 'A script that joins can be tried with one emulator.' },
  restartEndsSessions: {
    value: true,
    why: 'Tokens of the library are held in memory unless somebody stores them.',
  },
  failsWhileLocked: {
    value: [
      'machines.setDiskEncryption',
      'machines.resolvePending',
      'machines.rotateKeys',
      'machines.downloadKeyFile',
    ],
    why: 'Machine operations are not authorised before the vault is open; which calls these are is not published.',
  },
  linkUses: { value: 1, why: 'A unique link suggests a single use.' },
  linkNeedsToken: { value: true, why: 'The path lies under the API, where everything else needs the token.' },
  linkLifetime: { value: 300, why: 'Long enough to follow at once, short enough not to be kept.' },
  tokensShared: { value: false, why: 'Sessions are not among what is known to replicate.' },
  replicatedToo: {
    value: ['machines', 'encryptions', 'keyMove', 'kmipObjects', 'keystores', 'locations', 'cloudProviders'],
    why: 'Any node may be called, so each has to know the machines and where their keys are.',
  },
  restoreResetsConnection: { value: false, why: 'Scripts have seen both; an answer is the simpler one.' },
  foreignBackups: {
    value: 'accept',
    why: 'An emulator cannot read a backup of an appliance, and scripts should go on.',
  },
  idIsInclusive: { value: true, why: 'The name start_id suggests that the page begins with it.' },
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

/** Guesses that only a fixture of the operation overrides: what an answer holds. */
export const GUESSED_ANSWERS: readonly (readonly [operations: string, what: string])[] = [
  ['logs.download, cluster.downloadSnapshot', 'The archives are zips.'],
  ['kmip.clients.createPkcs12Certificate', 'The zip holds cert.p12 and ca.pem.'],
  ['*.preview', 'Of a file that is no certificate, the example of the specification is answered.'],
  [
    'licenses.upload',
    'The form of a licence file is not published. What a JSON file names is kept; the rest is the vendor’s sample.',
  ],
  ['locations.delete*', 'An instance that is not there is no failure.'],
  ['vault.setPasscodes', 'Passcodes must differ; their number is free.'],
  ['every GET without a state of its own', 'The example of the specification is answered.'],
];

/** The defaults, with what a caller overrides. */
export function guessesOf(overrides: Partial<Guesses> = {}): Guesses {
  const unknown = Object.keys(overrides).find((name) => !Object.hasOwn(GUESSES, name));
  if (unknown !== undefined)
    throw new TypeError(`guesses: there is no "${unknown}". Known are ${Object.keys(GUESSES).join(', ')}.`);
  const defaults = Object.fromEntries(Object.entries(GUESSES).map(([name, { value }]) => [name, value]));
  // The entries above have every name with its own type.
  return { ...(defaults as unknown as Guesses), ...overrides };
}
