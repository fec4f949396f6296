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

/** A disk that is being encrypted: from when to when, in milliseconds since the epoch. */
export interface Encryption {
  readonly uuid: string;
  readonly diskId: string;
  readonly from: number;
  readonly to: number;
}

/** Keys that move from one keystore to another: from when to when, in milliseconds since the epoch. */
export interface KeyMove {
  readonly source: string;
  readonly destination: string;
  readonly from: number;
  readonly to: number;
}

/** Backups: the newest file, who is making one until when, and the key pair. */
export interface Backup {
  file: string;
  /** ISO 8601. */
  madeAt: string;
  downloaded?: { file: string; at: string };
  keyPairId: string;
  /** PEM of the key with which backups are sealed; its private half is with whoever fetched it. */
  publicKey?: string;
  /** Milliseconds since the epoch, while one is being made. */
  readyAt?: number;
  schedule: BackupSchedule;
}

/** Everything that an emulated Center remembers. */
export interface State {
  machines: Machine[];
  groups: MachineGroup[];
  networks: ApprovedNetwork[];
  users: User[];
  /** Passwords by user name. They never leave the store. */
  passwords: Record<string, string>;
  /** Failed sign-ins in a row, by user. */
  failedSignIns: Record<string, number>;
  roles: Role[];
  licenses: License[];
  actions: Action[];
  alarms: Alarm[];
  events: Event[];
  securityEvents: SecurityEvent[];
  alarmSettings: Record<string, { enabled: boolean; send_notification: boolean }>;
  vault: { state: string; auto: boolean };
  /** Passcodes that open the vault. They never leave the store. */
  vaultCodes: string[];
  /** Whether the built-in administrator may sign in as a program. */
  builtInClient: boolean;
  /** The highest use of licences since the counters were reset, by kind. */
  licenseUsage: Record<string, { max: number; resetAt: string }>;
  banner: { message: string };
  keyLifetimes: Record<string, number>;
  diagnosticsReady: boolean;
  /** Origins whose pages may call, as `cors.allowOrigin` adds them. */
  origins: string[];
  collections: Collections;
  /** What was written of settings, by the operation that reads them. */
  settings: Record<string, object>;
  keyMove: KeyMove | undefined;
  /** By partition. */
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
  /** Back to the beginning. */
  reset(): void;
}

/**
 * @param initial - Makes the beginning; called again for each reset, so that no copy of it is kept.
 * @param afterReset - Writes what depends on the running emulator.
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
