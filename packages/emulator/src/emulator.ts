// For callers whose `lib` lacks it.
/// <reference lib="esnext.disposable" preserve="true" />
/**
 * The public type of a running emulator.
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
  /** Origin of the first node, such as `https://127.0.0.1:38021`. */
  readonly url: string;
  /** PEM of the CA that signed its certificate. */
  readonly ca: string;
  /** SHA-256 of its certificate, with colons. */
  readonly fingerprint256: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** The nodes of the cluster, one by default. */
  readonly nodes: readonly EmulatorNode[];
  /** State of the first node, with snapshot, restore and reset. */
  readonly store: Store;
  /** The faults: add, list and remove them. */
  readonly faults: Faults;
  /** The control port; `undefined` without the option `control`. */
  readonly control: Control | undefined;
  /** The last 10,000 requests, without queries, headers and bodies. */
  readonly requests: readonly LoggedRequest[];
  /** The last 1,000 requests, also with operation, user, permission, validation error and tolerances. */
  readonly served: readonly ServedRequest[];
  /** Number of requests to the token endpoint. */
  readonly tokenRequests: number;
  /** Names of the signed-in users, one entry per session. */
  readonly sessions: readonly string[];
  /** Ends all tokens, as a restart or a logout of another process does. */
  revokeTokens(): void;
  /** Simulates a restart of the appliance: ends sessions, and locks a vault in manual mode. */
  restart(): void;
  /** Adds a machine directly. On an appliance, the agent of a machine registers it. */
  addMachine(machine: Machine): void;
  /** Registers a machine as its agent does, in the group of its code. @returns The UUID of the machine. */
  registerMachine(registration?: Registration): string;
  /** Connects a machine from an address. If its group does not approve the address, the machine is pending. */
  connectMachine(uuid: string, address: string): void;
  /** Resolves to the estate as YAML, for the option `state`, without passwords and passcodes. */
  saveState(): Promise<string>;
  /**
   * Starts another emulator with the same options and certificates, in its initial state. Takes a few
   * milliseconds; made for tests.
   */
  fork(): Promise<Emulator>;
  /** Closes all connections and the server. */
  close(): Promise<void>;
}
