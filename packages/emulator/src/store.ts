/**
 * The state of an emulated Center: plain data, with snapshot and restore.
 *
 * @module
 */
import type {
  Action,
  Alarm,
  ApprovedNetwork,
  BackupSchedule,
  Event,
  KmipObject,
  License,
  Machine,
  MachineGroup,
  Role,
  SecurityEvent,
  User,
} from '@cloudlink-center/spec';
import type { Collections } from './collections.ts';

/** The encryption of a disk: start and end, in milliseconds since the epoch. */
export interface Encryption {
  readonly uuid: string;
  readonly diskId: string;
  readonly from: number;
  readonly to: number;
}

/** A move of keys from one keystore to another: start and end, in milliseconds since the epoch. */
export interface KeyMove {
  readonly source: string;
  readonly destination: string;
  readonly from: number;
  readonly to: number;
}

/** Backups: the newest file, the backup in progress, and the key pair. */
export interface Backup {
  file: string;
  /** ISO 8601. */
  madeAt: string;
  downloaded?: { file: string; at: string };
  keyPairId: string;
  /** PEM of the public key that encrypts backups. The private key was given to the caller who fetched it. */
  publicKey?: string;
  /** End of the backup in progress, in milliseconds since the epoch. */
  readyAt?: number;
  schedule: BackupSchedule;
}

/** The complete state of an emulated Center. */
export interface State {
  machines: Machine[];
  groups: MachineGroup[];
  networks: ApprovedNetwork[];
  users: User[];
  /** Passwords by user name. They never leave the store. */
  passwords: Record<string, string>;
  /** Consecutive failed sign-ins, by user. */
  failedSignIns: Record<string, number>;
  roles: Role[];
  licenses: License[];
  actions: Action[];
  alarms: Alarm[];
  events: Event[];
  securityEvents: SecurityEvent[];
  alarmSettings: Record<string, { enabled: boolean; send_notification: boolean }>;
  vault: { state: string; auto: boolean };
  /** Passcodes that unlock the vault. They never leave the store. */
  vaultCodes: string[];
  /** Whether the built-in administrator may sign in as a program. */
  builtInClient: boolean;
  /** The highest licence usage since the counters were reset, by kind. */
  licenseUsage: Record<string, { max: number; resetAt: string }>;
  banner: { message: string };
  keyLifetimes: Record<string, number>;
  diagnosticsReady: boolean;
  /** Origins whose pages may call the API, added by `cors.allowOrigin`. */
  origins: string[];
  collections: Collections;
  /** Written settings, by the operation that reads them. */
  settings: Record<string, object>;
  keyMove: KeyMove | undefined;
  /** KMIP objects by partition. */
  kmipObjects: Record<string, KmipObject[]>;
  backup: Backup;
  encryptions: Encryption[];
}

/** Holds the state of one emulator. */
export interface Store {
  readonly state: State;
  /** A deep copy that {@link Store.restore} takes. */
  snapshot(): State;
  restore(snapshot: State): void;
  /** Restores the initial state. */
  reset(): void;
}

/**
 * @param initial - Creates the initial state. Called again for each reset, so that no copy is kept.
 * @param afterReset - Sets the parts that depend on the running emulator.
 */
export function createStore(initial: () => State, afterReset: () => void = () => undefined): Store {
  const state = initial();
  return {
    state,
    snapshot: () => structuredClone(state),
    restore: (snapshot) => void Object.assign(state, structuredClone(snapshot)),
    reset() {
      Object.assign(state, initial());
      afterReset();
    },
  };
}
