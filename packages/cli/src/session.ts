/**
 * One run of the command line: its streams, its flags, its connection, and what ends it. What help does not need is loaded when it is used.
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
  /** Known when a command's action runs. */
  globals: Globals;
  /** Ctrl+C, or the end of `--timeout`. */
  readonly signal: AbortSignal;
  /** A dangerous operation was confirmed: it is not asked about once more when the command runs again. */
  confirmed: boolean;
  /** What goes before flags and profile: what the person trusts since this run asked, and what `login` was told. */
  decided: Trust & Partial<Settings>;
  /** What was asked already, so that nobody is asked twice when the command runs again. */
  readonly answers: Map<string, string>;
  /** Said after Ctrl+C: what goes on, and how to come back to it. */
  onInterrupt: string | undefined;
  /** Opened once. */
  connect(): Promise<Connection>;
  center(): Promise<CloudLink>;
  /** Closes the connection, at the end, or so that the next one has another trust. */
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
