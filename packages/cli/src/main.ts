/**
 * Runs one command line from its words to its exit code. `bin.ts` starts it.
 *
 * @module
 */
import { CommanderError } from 'commander';
import { EXIT } from './command-error.ts';
import { isUntrusted, reportFailure } from './failure.ts';
import { type Io, note } from './io.ts';
import { buildProgram } from './program.ts';
import { createSession, type Session } from './session.ts';

/**
 * @param words - Behind `cloudlink`.
 * @param signal - Ctrl+C.
 * @returns The exit code.
 */
export async function runCommandLine(words: readonly string[], io: Io, signal: AbortSignal): Promise<number> {
  await using session = createSession(io, signal);
  try {
    await parseWithTrust(words, session);
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT.usage;
    if (signal.aborted) {
      note(io, session.onInterrupt ?? 'Interrupted.');
      return EXIT.interrupted;
    }
    return reportFailure(error, io, session.globals.debug ?? false);
  }
}

/** A certificate that somebody decides to trust is the only reason to run a command twice: nothing of it was sent. */
async function parseWithTrust(words: readonly string[], session: Session): Promise<void> {
  try {
    await parse(words, session);
  } catch (error) {
    if (!isUntrusted(error) || session.signal.aborted) throw error;
    const { decideTrust, keepTrust } = await import('./trust.ts');
    const { settings } = await session.connect();
    const { node } = Object(error) as { node?: string };
    const trust = await decideTrust(settings, session.io, node);
    session.decided = { ...session.decided, ...trust };
    keepTrust(settings, trust, session.io);
    await session.disconnect();
    await parse(words, session);
  }
}

async function parse(words: readonly string[], session: Session): Promise<void> {
  const program = await buildProgram(words, session);
  if (words.length === 0) program.help();
  await program.parseAsync([...words], { from: 'user' });
}
