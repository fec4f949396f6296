/**
 * Runs an emulated Center on loopback ports, over TLS with its own certificates.
 *
 * @module
 */
import { connectMachine, registerMachine } from './agent.ts';
import { type Center, openCenter, type Origin } from './center.ts';
import { createAuthority } from './authority.ts';
import type { RunningControl } from './control-port.ts';
import { describer } from './description.ts';
import type { Emulator } from './emulator.ts';
import type { Faults } from './faults.ts';
import { checkFixtures } from './fixtures.ts';
import { guessesOf } from './guesses.ts';
import type { Port } from './node.ts';
import { checkOptions, type EmulatorOptions } from './options.ts';
import { estateFileOf } from './states/estate-file.ts';
import { initialState } from './states/index.ts';

/** The parts of an emulator that tests and people use to change it. */
type Hands = Pick<
  Emulator,
  'revokeTokens' | 'restart' | 'addMachine' | 'registerMachine' | 'connectMachine' | 'saveState'
>;

/**
 * Starts an emulated Center. Never give it real keys.
 *
 * @example
 *
 * ```ts
 * import { startEmulator } from '@cloudlink-center/emulator';
 *
 * await using emulator = await startEmulator({ workDuration: 0 });
 * console.log(emulator.url, emulator.clientId, emulator.clientSecret, emulator.ca);
 * ```
 *
 * @throws TypeError for an unknown option or an invalid value.
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  checkOptions(options);
  checkFixtures(options.fixtures ?? {});
  const showDescription = await describer(options.description, guessesOf(options.guesses));
  const beginning = await initialState(options, options.now ?? Date.now);
  return start(options, { authority: createAuthority(), beginning, showDescription });
}

async function start(options: EmulatorOptions, origin: Origin): Promise<Emulator> {
  const center = await openCenter(options, origin);
  const { log, ports } = center;
  const nodes = center.nodes.map(({ uuid, store }, index) => ({
    url: portAt(ports, index).url(),
    uuid,
    store,
  }));
  const first = firstOf(nodes);
  let control: RunningControl | undefined;
  const close = async (): Promise<void> => {
    await control?.close();
    await center.close();
  };
  const emulator: Emulator = {
    ...handsOf(center),
    url: first.url,
    ca: origin.authority.certificate,
    get fingerprint256() {
      return center.certificates().fingerprint256;
    },
    clientId: options.clientId ?? 'automation',
    clientSecret: options.clientSecret ?? 'emulated-secret',
    nodes,
    store: first.store,
    faults: faultsOf(center),
    get control() {
      return control;
    },
    requests: log.entries,
    served: log.served,
    get tokenRequests() {
      return center.nodes.reduce((sum, { app }) => sum + app.oauth.requests(), 0);
    },
    get sessions() {
      return center.nodes.flatMap(({ app }) => app.oauth.tokens.sessions().map(({ user }) => user));
    },
    fork() {
      // A data folder and fixed ports belong to one emulator only.
      const { data: _data, port: _port, control: _control, ...rest } = options;
      return start(rest, origin);
    },
    close,
    [Symbol.asyncDispose]: close,
  };
  control = await controlOf(emulator, center, options.control);
  return emulator;
}

function handsOf({ nodes, now, guesses }: Center): Hands {
  const first = firstOf(nodes);
  const { store } = first;
  return {
    revokeTokens() {
      for (const { app } of nodes) app.oauth.tokens.revokeAll();
    },
    restart() {
      for (const node of nodes) node.restart();
    },
    addMachine(machine) {
      store.state.machines.push(structuredClone(machine));
      first.changed();
    },
    registerMachine(registration = {}) {
      const uuid = registerMachine(store.state, registration, now(), guesses);
      first.changed();
      return uuid;
    },
    connectMachine(uuid, address) {
      connectMachine(store.state, uuid, address, now(), guesses);
      first.changed();
    },
    saveState: () => estateFileOf(store.state),
  };
}

function faultsOf({ faults, nodes, ports, changeCertificates }: Center): Faults {
  return {
    add: faults.add,
    clear: faults.clear,
    list: faults.list,
    endTokens() {
      for (const { app } of nodes) app.oauth.tokens.revokeAll();
    },
    changeCertificate: () => changeCertificates().fingerprint256,
    stopNode: async (index = 0) => portAt(ports, index).close(),
    startNode: async (index = 0) => portAt(ports, index).listen(),
  };
}

async function controlOf(
  emulator: Emulator,
  { log }: Center,
  wanted: boolean | number = false,
): Promise<RunningControl | undefined> {
  if (wanted === false) return undefined;
  const { startControl } = await import('./control.ts');
  return startControl(emulator, log, wanted === true ? 0 : wanted);
}

function portAt(ports: readonly Port[], index: number): Port {
  const port = ports[index];
  if (port === undefined) throw new TypeError(`There is no node ${index}.`);
  return port;
}

function firstOf<T>(nodes: readonly T[]): T {
  const [first] = nodes;
  if (first === undefined) throw new TypeError('A cluster has at least one node.');
  return first;
}
