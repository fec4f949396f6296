/**
 * One run of the command line: its streams, flags, connection and time limit. Modules that help does not need
 * are loaded on use.
 *
 * @module
 */
import type { CloudLink } from '@cloudlink-center/client';
import type { Connection } from './connection.ts';
import type { Globals } from './global-flags.ts';
import type { Io } from './io.ts';
import type { Form } from './output/print.ts';
import type { Settings } from './settings.ts';
import type { Trust } from './trust.ts';

export interface Session {
  readonly io: Io;
  /** Set when the action of a command runs. */
  globals: Globals;
  /** Ctrl+C, or the end of `--timeout`. */
  readonly signal: AbortSignal;
  /** Whether a dangerous operation was confirmed, so that a second run of the command does not ask again. */
  confirmed: boolean;
  /** Settings that take precedence over flags and profile: the trust of this run, and the answers of `login`. */
  decided: Trust & Partial<Settings>;
  /** Answers to questions, so that a second run of the command does not ask again. */
  readonly answers: Map<string, string>;
  /** Printed after Ctrl+C: what continues, and how to wait for it. */
  onInterrupt: string | undefined;
  /** Opens the connection once. */
  connect(): Promise<Connection>;
  center(): Promise<CloudLink>;
  /** Closes the connection, at the end or before another one with new trust. */
  disconnect(): Promise<void>;
  print(data: unknown, form?: Form): Promise<void>;
}

export function createSession(io: Io, signal: AbortSignal): Session {
  let connection: Promise<Connection> | undefined;
  const session: Session = {
    io,
    globals: {},
    signal,
    confirmed: false,
    decided: {},
    answers: new Map(),
    onInterrupt: undefined,
    connect: () =>
      (connection ??= import('./connection.ts').then(({ openConnection }) => openConnection(session))),
    center: async () => (await session.connect()).center,
    async disconnect() {
      const open = connection;
      connection = undefined;
      await (await open?.catch(() => undefined))?.[Symbol.asyncDispose]();
    },
    async print(data, form) {
      const { printData } = await import('./output/print.ts');
      await printData(data, { ...session.globals, ...form }, io);
    },
  };
  return session;
}
