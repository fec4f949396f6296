/**
 * Reads the log of what was tried. Part of `pnpm test:mutants`.
 *
 * @module
 */
import type { Event, Plan, WorkFolder } from './work-folder.ts';

/** Mutants that some test has caught. */
export function caughtIn(folder: WorkFolder): Set<string> {
  return new Set(folder.read<Event>('events').flatMap((event) => ('caught' in event ? [event.caught] : [])));
}

/** Those that made a test hang. */
export function lateIn(folder: WorkFolder): string[] {
  const events = folder.read<Event>('events');
  return events.flatMap((event) => ('caught' in event && event.isTimeout ? [event.caught] : []));
}

/** Tests that could not be repeated, and mutants that made a test or a process fail for good. */
export function untriedIn(folder: WorkFolder): { tests: Set<string>; suspects: Set<string> } {
  const events = folder.read<Event>('events');
  return {
    tests: new Set(events.flatMap((event) => ('givenUp' in event ? [event.givenUp] : []))),
    suspects: new Set(events.flatMap((event) => ('suspect' in event ? [event.suspect] : []))),
  };
}

/** Tests that failed without a mutant, but only after one of theirs. */
export function stillToDo(folder: WorkFolder, { mutantsOf }: Plan): Plan['mutantsOf'] {
  const events = folder.read<Event>('events').filter((event) => 'givenUp' in event);
  const hopeless = new Set(events.filter(({ after }) => after === undefined).map(({ givenUp }) => givenUp));
  const again = new Set(events.map(({ givenUp }) => givenUp).filter((test) => !hopeless.has(test)));
  return Object.fromEntries(Object.entries(mutantsOf).filter(([test]) => again.has(test)));
}
