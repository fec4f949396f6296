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

/** Mutants that some test could not be repeated with. */
export function untriedIn(folder: WorkFolder, mutantsOf: Plan['mutantsOf']): Set<string> {
  const caught = caughtIn(folder);
  const untried = folder.read<Event>('events').flatMap((event) => {
    if ('suspect' in event) return [event.suspect];
    return 'givenUp' in event ? (mutantsOf[event.givenUp] ?? []) : [];
  });
  return new Set(untried.filter((mutant) => !caught.has(mutant)));
}

/** The tests that were given up. */
export function stillToDo(folder: WorkFolder, { mutantsOf }: Plan): Plan['mutantsOf'] {
  const events = folder.read<Event>('events');
  const givenUp = new Set(events.flatMap((event) => ('givenUp' in event ? [event.givenUp] : [])));
  return Object.fromEntries(Object.entries(mutantsOf).filter(([test]) => givenUp.has(test)));
}
