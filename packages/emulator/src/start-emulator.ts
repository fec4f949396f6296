// For callers whose `lib` does not have it.
/// <reference lib="esnext.disposable" preserve="true" />
/**
 * Runs an emulated Center on a loopback port, over TLS with certificates of its own.
 *
 * @module
 */
import { createServer } from 'node:https';
import { getRequestListener } from '@hono/node-server';
import type { Machine } from '@cloudlink-center/spec';
import { createApp, type Fixture, type LoggedRequest } from './app.ts';
import type { ImplicitOptions } from './authorize.ts';
import { createCertificates } from './certificates.ts';
import { createEstate } from './estate.ts';
import { createStore, type Store } from './store.ts';

/** How an emulator is to behave. Everything has a default. */
export interface EmulatorOptions {
  /** Port on 127.0.0.1. Default: a free one that the system picks. */
  port?: number;
  /** Name of the client user, which holds the role SecAdmin. Default: `automation`. */
  clientId?: string;
  /** Its password. Default: `emulated-secret`. */
  clientSecret?: string;
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
  /** Web applications that may use the implicit grant. The people of the estate have the password `emulated-password`. */
  implicit?: ImplicitOptions;
  /** The clock, in milliseconds since the epoch. Default: `Date.now`. */
  now?: () => number;
}

/** A running emulator. */
export interface Emulator extends AsyncDisposable {
  /** Origin, such as `https://localhost:38021`. */
  readonly url: string;
  /** PEM of the authority that signed its certificate. */
  readonly ca: string;
  /** SHA-256 of its certificate, with colons. */
  readonly fingerprint256: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Its state: snapshot, restore, reset. */
  readonly store: Store;
  /** The requests so far, without queries, headers and bodies. */
  readonly requests: readonly LoggedRequest[];
  /** How many of them reached the token endpoint. */
  readonly tokenRequests: number;
  /** Ends every token, as a restart or somebody's logout does. */
  revokeTokens(): void;
  /** The back door by which machines come: on an appliance, their agent registers them. */
  addMachine(machine: Machine): void;
  /** Ends connections and the server. */
  close(): Promise<void>;
}

/** Starts an emulated Center. Never keep real keys in it. */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const { port = 0, clientId = 'automation', clientSecret = 'emulated-secret', now = Date.now } = options;
  const store = createStore(createEstate(now(), { id: clientId, secret: clientSecret }));
  const app = createApp({
    state: store.state,
    tokenLifetime: options.tokenLifetime ?? 7_200,
    tokenRenewal: options.tokenRenewal ?? 'same',
    workDuration: options.workDuration ?? 30_000,
    fixtures: options.fixtures ?? {},
    implicit: options.implicit ?? {},
    now,
  });
  const { cert, key, ca, fingerprint256 } = await createCertificates();
  const listener = getRequestListener((request) => app.fetch(request), { overrideGlobalObjects: false });
  const server = createServer({ cert, key }, (incoming, outgoing) => void listener(incoming, outgoing));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  const actualPort = typeof address === 'object' && address !== null ? address.port : port;

  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return {
    url: `https://127.0.0.1:${actualPort}`,
    ca,
    fingerprint256,
    clientId,
    clientSecret,
    store,
    requests: app.requests,
    get tokenRequests() {
      return app.oauth.requests();
    },
    revokeTokens: () => app.oauth.revokeAll(),
    addMachine: (machine) => void store.state.machines.push(structuredClone(machine)),
    close,
    [Symbol.asyncDispose]: close,
  };
}
