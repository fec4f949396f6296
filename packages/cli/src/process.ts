/**
 * The command line as a process: signals, streams that break, and the exit code.
 *
 * @module
 */
import { EXIT } from './command-error.ts';
import type { Io } from './io.ts';
import { runCommandLine } from './main.ts';

export async function runProcess(words: readonly string[]): Promise<void> {
  const interrupt = new AbortController();
  process.on('SIGINT', () => {
    // Whoever presses it twice does not want to wait.
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
  // Connections that are still open must not keep a run that was ended.
  if (code === EXIT.interrupted || code === EXIT.timeout) process.exit(code);
  process.exitCode ||= code;
  // A terminal or a pipe that nobody closes must not keep the process.
  if (isStdinUsed) process.stdin.destroy();
}

/** `| head` closes the pipe, which is no failure; a full disk is one. */
function watchStdout(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    process.stderr.write(`error: standard output cannot be written: ${error.code ?? error.message}\n`);
    process.exit(EXIT.other);
  });
}
