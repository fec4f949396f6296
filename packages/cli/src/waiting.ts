/**
 * Waits for work of the Center, with a progress line and a time limit. After Ctrl+C it prints the command
 * that waits again, since the work continues.
 *
 * @module
 */
import type { Waiter, WaitOptions } from '@cloudlink-center/client';
import { type ProgressBar, progressBar } from './progress.ts';
import type { Session } from './session.ts';
import { commandLine } from './shell-words.ts';

export interface Wait<Seen, Result> {
  /** Text before the progress bar, such as `disk 402653184001`. */
  readonly title: string;
  /** Arguments of the `cloudlink` command that waits again. */
  readonly resume: readonly string[];
  readonly start: (options: WaitOptions<Seen>) => Waiter<Result> | Promise<Result>;
  readonly show?: (seen: Seen, bar: ProgressBar) => void;
}

export async function waitFor<Seen, Result>(
  session: Session,
  { title, resume, start, show }: Wait<Seen, Result>,
): Promise<Result> {
  const { globals, signal } = session;
  const bar = progressBar(session, title);
  const again = `cloudlink ${commandLine([...resume, ...sameCenter(session)])}`;
  session.onInterrupt = globals.emulator
    ? 'Stopped waiting.'
    : `Stopped waiting. The work continues at the Center. To wait again:\n  ${again}`;
  try {
    return await start({
      signal,
      // `--timeout` ends the run with the same hint.
      ...(globals.timeout !== undefined && { timeout: Infinity }),
      onProgress: (seen) => show?.(seen, bar),
    });
  } finally {
    bar.end();
  }
}

/** Flags for another command to the same Center. */
export function sameCenter({ globals }: Session): string[] {
  return [
    ...(globals.profile === undefined ? [] : ['--profile', globals.profile]),
    ...(globals.address ?? []).flatMap((address) => ['--address', address]),
  ];
}
