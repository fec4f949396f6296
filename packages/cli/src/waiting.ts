/**
 * Waits for work of the Center: a progress line, a limit, and after Ctrl+C the command that waits again, since the work goes on.
 *
 * @module
 */
import type { Waiter, WaitOptions } from '@cloudlink-center/client';
import { type ProgressBar, progressBar } from './progress.ts';
import type { Session } from './session.ts';
import { commandLine } from './shell-words.ts';

export interface Wait<Seen, Result> {
  /** Before the progress bar, such as `disk 402653184001`. */
  readonly title: string;
  /** Words of the command that waits again, behind `cloudlink`. */
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
    : `Stopped waiting. The work goes on at the Center. To wait again:\n  ${again}`;
  try {
    return await start({
      signal,
      // The run ends then, with the same hint.
      ...(globals.timeout !== undefined && { timeout: Infinity }),
      onProgress: (seen) => show?.(seen, bar),
    });
  } finally {
    bar.end();
  }
}

/** Flags with which another command reaches the same Center. */
export function sameCenter({ globals }: Session): string[] {
  return [
    ...(globals.profile === undefined ? [] : ['--profile', globals.profile]),
    ...(globals.address ?? []).flatMap((address) => ['--address', address]),
  ];
}
