/**
 * The command line as a process: signals, broken streams, and the exit code.
 *
 * @module
 */
import { EXIT } from './command-error.ts';
import type { Io } from './io.ts';
import { runCommandLine } from './main.ts';

export async function runProcess(words: readonly string[]): Promise<void> {
  const interrupt = new AbortController();
  process.on('SIGINT', () => {
    // The second Ctrl+C ends the process at once.
    if (interrupt.signal.aborted) process.exit(EXIT.interrupted);
    interrupt.abort(new Error('interrupted'));
  });
  watchStdout();
  let isStdinUsed = false;
  const io: Io = {
    get stdin() {
      isStdinUsed = true;
      return process.stdin;
    },
    stdout: process.stdout,
    stderr: process.stderr,
  };
  if (words[0] === 'complete') {
    const { complete } = await import('./completion/complete.ts');
    await complete(words.slice(words[1] === '--' ? 2 : 1), process.stdout, interrupt.signal);
    process.exit(0);
  }
  const code = await runCommandLine(words, io, interrupt.signal);
  // Open connections must not delay the end.
  if (code === EXIT.interrupted || code === EXIT.timeout) process.exit(code);
  process.exitCode ||= code;
  // An open terminal or pipe must not keep the process alive.
  if (isStdinUsed) process.stdin.destroy();
}

/** A closed pipe, as with `| head`, is not an error; a full disk is. */
function watchStdout(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    process.stderr.write(`error: standard output cannot be written: ${error.code ?? error.message}\n`);
    process.exit(EXIT.other);
  });
}
