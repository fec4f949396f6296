// For callers whose `lib` does not have it.
/// <reference lib="esnext.disposable" preserve="true" />
/**
 * Runs an emulated Center on loopback ports, over TLS with certificates of its own.
 *
 * @module
 */
import type { Machine } from '@cloudlink-center/spec';
import { connectMachine, type Registration, registerMachine } from './agent.ts';
import { createAuthority, serverCertificates } from './certificates.ts';
import { createCluster } from './cluster.ts';
import type { Control, RunningControl } from './control.ts';
import { createFaults, type Faults } from './faults.ts';
import { checkFixtures } from './fixtures.ts';
import { guessesOf } from './guesses.ts';
import { createPort, type Port } from './node.ts';
import { checkOptions, type EmulatorOptions } from './options.ts';
import { createRequestLog, type LoggedRequest, type ServedRequest } from './request-log.ts';
import { estateFileOf } from './states/estate-file.ts';
import { initialState } from './states/index.ts';
import { createStore, type State, type Store } from './store.ts';
import type { Authority } from './internal/x509.ts';

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

/** Starts an emulated Center. Never keep real keys in it. */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  checkOptions(options);
  checkFixtures(options.fixtures ?? {});
  guessesOf(options.guesses);
  return start(options, createAuthority(), await initialState(options, options.now ?? Date.now));
}

async function start(
  options: EmulatorOptions,
  authority: Authority,
  beginning: () => State,
): Promise<Emulator> {
  const {
    port = 0,
    nodes: count = 1,
    clientId = 'automation',
    clientSecret = 'emulated-secret',
    now = Date.now,
  } = options;
  const guesses = guessesOf(options.guesses);
  const keeper = options.data === undefined ? undefined : (await import('./data.ts')).openData(options.data);
  const stores = Array.from({ length: count }, (_, index) => {
    const store = createStore(beginning);
    const kept = keeper?.load(index);
    if (kept !== undefined) store.restore(kept);
    return store;
  });
  const log = createRequestLog();
  const faultList = createFaults();
  for (const fault of options.faults ?? []) faultList.add(fault);
  let certificates = serverCertificates(authority);
  const ports: Port[] = [];
  const { nodes: cluster, refreshMembers } = createCluster(
    {
      stores,
      authority,
      log,
      guesses,
      now,
      isJoined: options.state !== 'factory',
      replicationLag: options.replicationLag ?? 0,
      tokenLifetime: options.tokenLifetime ?? 7_200,
      tokenRenewal: options.tokenRenewal ?? 'same',
      workDuration: options.workDuration ?? 30_000,
      fixtures: options.fixtures ?? {},
      implicit: options.implicit ?? {},
      checkAnswers: options.checkAnswers ?? false,
      save: (index, state) => keeper?.save(index, state),
    },
    (index) => ports[index]?.url() ?? '',
  );
  ports.push(
    ...cluster.map(({ app, settle }, index) =>
      createPort({
        app,
        index,
        isAlone: count === 1,
        port: port === 0 ? 0 : port + index,
        certificates,
        faults: faultList,
        log,
        now,
        settle,
      }),
    ),
  );
  for (const one of ports) await one.listen();
  refreshMembers();
  const nodes = cluster.map(({ uuid, store }, index) => ({ url: ports[index]?.url() ?? '', uuid, store }));
  const [first] = nodes;
  if (first === undefined) throw new TypeError('A cluster has at least one node.');
  const changed = (): void => cluster[0]?.changed();
  // A state that was kept may have been left by a restart: the vault follows its mode.
  if (keeper !== undefined) for (const one of cluster) one.restart();

  const emulator: Emulator = {
    url: first.url,
    ca: authority.certificate,
    get fingerprint256() {
      return certificates.fingerprint256;
    },
    clientId,
    clientSecret,
    nodes,
    store: first.store,
    faults: {
      ...faultList,
      endTokens: () => emulator.revokeTokens(),
      changeCertificate() {
        certificates = serverCertificates(authority);
        for (const one of ports) one.useCertificate(certificates);
        return certificates.fingerprint256;
      },
      stopNode: async (index = 0) => portAt(ports, index).close(),
      startNode: async (index = 0) => portAt(ports, index).listen(),
    },
    get control() {
      return control;
    },
    requests: log.entries,
    served: log.served,
    get tokenRequests() {
      return cluster.reduce((sum, { app }) => sum + app.oauth.requests(), 0);
    },
    get sessions() {
      return cluster.flatMap(({ app }) => app.oauth.tokens.sessions().map(({ user }) => user));
    },
    revokeTokens() {
      for (const { app } of cluster) app.oauth.tokens.revokeAll();
    },
    restart() {
      for (const one of cluster) one.restart();
    },
    addMachine(machine) {
      first.store.state.machines.push(structuredClone(machine));
      changed();
    },
    registerMachine(registration = {}) {
      const uuid = registerMachine(first.store.state, registration, now(), guesses.historyLimit);
      changed();
      return uuid;
    },
    connectMachine(uuid, address) {
      connectMachine(first.store.state, uuid, address, now(), guesses.historyLimit);
      changed();
    },
    saveState: () => estateFileOf(first.store.state),
    fork() {
      // A kept state and fixed ports are of one emulator.
      const { data: _data, port: _port, control: _control, ...rest } = options;
      return start(rest, authority, beginning);
    },
    async close() {
      await control?.close();
      await Promise.all(ports.map((one) => one.close()));
      for (const [index, { state }] of stores.entries()) keeper?.save(index, state);
      keeper?.close();
    },
    [Symbol.asyncDispose]: () => emulator.close(),
  };
  const isControlled = options.control !== undefined && options.control !== false;
  const control: RunningControl | undefined = isControlled
    ? await (
        await import('./control.ts')
      ).startControl(emulator, log, typeof options.control === 'number' ? options.control : 0)
    : undefined;
  return emulator;
}

function portAt(ports: readonly Port[], index: number): Port {
  const port = ports[index];
  if (port === undefined) throw new TypeError(`There is no node ${index}.`);
  return port;
}
