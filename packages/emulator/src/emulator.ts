// For callers whose `lib` does not have it.
/// <reference lib="esnext.disposable" preserve="true" />
/**
 * What a running emulator is to whoever started it.
 *
 * @module
 */
import type { Machine } from '@cloudlink-center/spec';
import type { Registration } from './agent.ts';
import type { Control } from './control-port.ts';
import type { Faults } from './faults.ts';
import type { LoggedRequest, ServedRequest } from './request-log.ts';
import type { Store } from './store.ts';

/** A node of an emulated cluster. */
export interface EmulatorNode {
  readonly url: string;
  readonly uuid: string;
  readonly store: Store;
}

/** A running emulator. */
export interface Emulator extends AsyncDisposable {
  /** Origin, such as `https://localhost:38021`; that of the first node. */
  readonly url: string;
  /** PEM of the authority that signed its certificate. */
  readonly ca: string;
  /** SHA-256 of its certificate, with colons. */
  readonly fingerprint256: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** The nodes of the cluster, one by default. */
  readonly nodes: readonly EmulatorNode[];
  /** Its state: snapshot, restore, reset; that of the first node. */
  readonly store: Store;
  /** What goes wrong. */
  readonly faults: Faults;
  /** The control port, if it was asked for. */
  readonly control: Control | undefined;
  /** The last 10,000 requests, without queries, headers and bodies. */
  readonly requests: readonly LoggedRequest[];
  /** The last 1,000 of them with operation, user, permission, what the validation said, and what was tolerated. */
  readonly served: readonly ServedRequest[];
  /** How many requests reached the token endpoint. */
  readonly tokenRequests: number;
  /** Who is signed in: names of users, once a session. */
  readonly sessions: readonly string[];
  /** Ends every token, as a restart or somebody's logout does. */
  revokeTokens(): void;
  /** What a restart of the appliance does: sessions end, and a vault in manual mode is locked. */
  restart(): void;
  /** The back door by which machines come: on an appliance, their agent registers them. */
  addMachine(machine: Machine): void;
  /** Registers a machine as its agent does: into the group of its code. @returns Its UUID. */
  registerMachine(registration?: Registration): string;
  /** Connects a machine from an address, which the networks of its group may not approve. */
  connectMachine(uuid: string, address: string): void;
  /** Its estate as YAML, for `state`. No passwords and no passcodes. */
  saveState(): Promise<string>;
  /** Another emulator with the same options and certificates, at the beginning of its own state: for a test. It takes a few milliseconds. */
  fork(): Promise<Emulator>;
  /** Ends connections and the server. */
  close(): Promise<void>;
}
