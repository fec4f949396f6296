/**
 * Builds a Center from stores, nodes and ports. start-emulator.ts offers it to callers.
 *
 * @module
 */
import { serverCertificates } from './authority.ts';
import type { Certificates } from './certificate-texts.ts';
import { type ClusterNode, createCluster } from './cluster.ts';
import type { ShowDescription } from './description.ts';
import { createFaults, type FaultList } from './faults.ts';
import { type Guesses, guessesOf } from './guesses.ts';
import type { Authority } from './internal/x509.ts';
import { createPort, type Port } from './node.ts';
import type { EmulatorOptions } from './options.ts';
import { createRequestLog, type RequestLog } from './request-log.ts';
import { createStore, type State } from './store.ts';

export interface Center {
  readonly nodes: readonly ClusterNode[];
  readonly ports: readonly Port[];
  readonly log: RequestLog;
  readonly faults: FaultList;
  readonly guesses: Guesses;
  readonly now: () => number;
  /** The current certificates. */
  readonly certificates: () => Certificates;
  readonly changeCertificates: () => Certificates;
  /** Closes connections, and saves the state if there is a data folder. */
  readonly close: () => Promise<void>;
}
/** What all forks of an emulator share. */
export interface Origin {
  readonly authority: Authority;
  /** Returns the initial state. */
  readonly beginning: () => State;
  readonly showDescription: ShowDescription;
}

/** Starts a Center. */
export async function openCenter(
  options: EmulatorOptions,
  { authority, beginning, showDescription }: Origin,
): Promise<Center> {
  const { nodes: count = 1, port = 0, now = Date.now } = options;
  const keeper = options.data === undefined ? undefined : (await import('./data.ts')).openData(options.data);
  const stores = Array.from({ length: count }, (_, index) => {
    const store = createStore(beginning, () => cluster.refreshMembers());
    const kept = keeper?.load(index);
    if (kept !== undefined) store.restore(kept);
    return store;
  });
  const [log, faults, guesses] = [createRequestLog(), createFaults(), guessesOf(options.guesses)];
  for (const fault of options.faults ?? []) faults.add(fault);
  if (options.onRequest !== undefined) log.watch(options.onRequest);
  let certificates = serverCertificates(authority);
  const save = (index: number, state: State): void => keeper?.save(index, state);
  const cluster = createCluster(
    { ...settingsOf(options), stores, authority, showDescription, log, guesses, now, save },
    (index) => ports[index]?.url() ?? '',
  );
  const ports: Port[] = cluster.nodes.map(({ app, settle }, index) =>
    createPort({
      app,
      settle,
      index,
      certificates,
      faults,
      log,
      now,
      isAlone: count === 1,
      port: port === 0 ? 0 : port + index,
    }),
  );
  for (const one of ports) await one.listen();
  cluster.refreshMembers();
  // Loading a saved state is a restart: it locks a vault in manual mode.
  if (keeper !== undefined) for (const node of cluster.nodes) node.restart();
  return {
    nodes: cluster.nodes,
    ports,
    log,
    faults,
    guesses,
    now,
    certificates: () => certificates,
    changeCertificates() {
      certificates = serverCertificates(authority);
      for (const one of ports) one.useCertificate(certificates);
      return certificates;
    },
    async close() {
      await Promise.all(ports.map((one) => one.close()));
      // Also what was written into a store by hand, and what is on its way to other nodes.
      for (const node of cluster.nodes) node.changed();
      keeper?.close();
    },
  };
}

function settingsOf(
  options: EmulatorOptions,
): Pick<
  Parameters<typeof createCluster>[0],
  | 'isJoined'
  | 'replicationLag'
  | 'tokenLifetime'
  | 'tokenRenewal'
  | 'workDuration'
  | 'fixtures'
  | 'implicit'
  | 'checkAnswers'
> {
  return {
    isJoined: options.state !== 'factory',
    replicationLag: options.replicationLag ?? 0,
    tokenLifetime: options.tokenLifetime ?? 7_200,
    tokenRenewal: options.tokenRenewal ?? 'same',
    workDuration: options.workDuration ?? 30_000,
    fixtures: options.fixtures ?? {},
    implicit: options.implicit ?? {},
    checkAnswers: options.checkAnswers ?? false,
  };
}
