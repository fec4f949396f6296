/**
 * Runs one command line and returns its exit code. `bin.ts` starts it.
 *
 * @module
 */
import { CommanderError } from 'commander';
import { EXIT } from './command-error.ts';
import { type Deadline, deadline, untilAborted } from './deadline.ts';
import { isUntrusted, reportFailure } from './failure.ts';
import { type Io, note } from './io.ts';
import { buildProgram } from './program.ts';
import { createSession, type Session } from './session.ts';
import type { Refusal } from './trust.ts';

/**
 * @param words - The arguments after `cloudlink`.
 * @param interrupt - Aborted by Ctrl+C.
 * @returns The exit code.
 */
export async function runCommandLine(
  words: readonly string[],
  io: Io,
  interrupt: AbortSignal,
): Promise<number> {
  const end = deadline(interrupt);
  const session = createSession(io, end.signal);
  try {
    await untilAborted(parseWithTrust(words, session, end), end.signal);
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT.usage;
    if (interrupt.aborted) {
      const hint = session.onInterrupt ?? 'Interrupted.';
      if (hint !== '') note(io, hint);
      return EXIT.interrupted;
    }
    const code = reportFailure(error, io, session.globals.debug ?? false);
    if (end.signal.aborted && session.onInterrupt) note(io, session.onInterrupt);
    return code;
  } finally {
    end.stop();
    // After an abort, do not wait for open connections: the process ends them.
    const closed = session.disconnect();
    if (end.signal.aborted) closed.catch(() => {});
    else await closed;
  }
}

/** Runs a command again if the user trusts the certificate. This is safe, since nothing was sent. */
async function parseWithTrust(words: readonly string[], session: Session, end: Deadline): Promise<void> {
  try {
    await parse(words, session, end);
  } catch (error) {
    if (!isUntrusted(error) || session.signal.aborted) throw error;
    const { decideTrust, keepTrust } = await import('./trust.ts');
    const { settings } = await session.connect();
    const trust = await decideTrust(settings, session.io, Object(error) as Refusal);
    session.decided = { ...session.decided, ...trust };
    keepTrust(settings, trust, session.io);
    await session.disconnect();
    await parse(words, session, end);
  }
}

async function parse(words: readonly string[], session: Session, end: Deadline): Promise<void> {
  const program = await buildProgram(words, session);
  program.hook('preAction', () => {
    if (session.globals.timeout !== undefined) end.start(session.globals.timeout);
  });
  if (words.length === 0) program.help();
  await program.parseAsync([...words], { from: 'user' });
}
