/**
 * Runs a test once as it is, and then again with each of its mutants, in the same process. Stryker's own
 * runner fits Vitest 5, but starts Vitest anew for each mutant: 0.75 s of processor time, which is an hour
 * for the 4,702 mutants of November 2026.
 *
 * A test that fails with a mutant has caught it if it then passes without it and fails with it once more. One
 * that fails without it cannot be repeated: it is given up, and the mutant is tried in a process of its own.
 * Part of `pnpm test:mutants`.
 *
 * @module
 */
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type RunnerTask, type RunnerTestCase, type RunnerTestFile, TestRunner } from 'vitest';
import { type Event, workFolder } from './work-folder.ts';

/** What the mutated sources read and count. */
interface Switches {
  activeMutant?: string | undefined;
  currentTestId?: string | undefined;
  hitCount?: number | undefined;
  hitLimit?: number | undefined;
  mutantCoverage?: {
    static: Record<string, number>;
    perTest: Record<string, Record<string, number>>;
  };
}

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = workFolder(process.env['MUTANTS_FOLDER'] ?? '');
const { mode, mutantsOf, measured } = folder.plan;
/** The name that the instrumenter gives it. */
const switches: Switches = ((globalThis as { __stryker__?: Switches }).__stryker__ ??= {});
/** Tests may replace the global one. */
const { setTimeout: startTimer, clearTimeout: stopTimer } = globalThis;

/** A hanging test is ended after so many milliseconds and three times what it takes. */
const LONGEST = 2000;
/** A loop that runs a mutant so much more often than the test does ends no more. */
const HITS = 100;

/** The tries of one test: undefined is one without a mutant. */
interface Tries {
  readonly waiting: string[];
  now: string | undefined;
  /** Has failed once, and what has passed without it since then. */
  failed: string | undefined;
  hasPassedWithout: boolean;
  isLate: boolean;
  isOver: boolean;
}

function triesOf(waiting: string[]): Tries {
  return {
    waiting,
    now: undefined,
    failed: undefined,
    hasPassedWithout: false,
    isLate: false,
    isOver: false,
  };
}

export default class RepeatingRunner extends TestRunner {
  #tries: Tries = triesOf([]);
  #began = 0;

  override async onBeforeRunTask(test: RunnerTask): Promise<void> {
    await super.onBeforeRunTask(test);
    this.#began = performance.now();
    if (mode !== 'repeat' || (test.mode !== 'run' && test.mode !== 'queued')) return;
    const waiting = stillAlive(mutantsOf[test.id] ?? []);
    this.#tries = triesOf(waiting);
    if (waiting.length === 0) test.mode = 'skip';
    // Each may be followed by a try without it, and by one more with it.
    test.repeats = 3 * waiting.length;
  }

  override onBeforeTryTask(test: RunnerTask, options: { retry: number; repeats: number }): void {
    super.onBeforeTryTask(test, options);
    if (mode === 'measure') switches.currentTestId = test.id;
    if (mode !== 'repeat') return;
    const tries = this.#tries;
    tries.now = options.repeats === 0 ? undefined : nextOf(tries);
    if (options.repeats > 0 && tries.failed === undefined && tries.now === undefined) tries.isOver = true;
    if (tries.now === undefined) return;
    folder.append('events', { began: tries.now, by: test.id });
    switches.hitCount = 0;
    switches.hitLimit = 1000 + HITS * (measured[test.id]?.hits[tries.now] ?? 0);
    switches.activeMutant = tries.now;
  }

  async runTask(test: RunnerTestCase): Promise<void> {
    if (this.#tries.isOver) return;
    const work = TestRunner.getTestFn(test)();
    if (mode !== 'repeat') return work;
    const limit = LONGEST + 3 * (measured[test.id]?.milliseconds ?? 0);
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = startTimer(() => {
        if (this.#tries.now !== undefined) this.#tries.isLate = true;
        reject(new Error('The mutant hangs.'));
      }, limit);
    });
    await Promise.race([work, late]).finally(() => stopTimer(timer));
  }

  override async onAfterRetryTask(
    test: RunnerTestCase,
    options: { retry: number; repeats: number },
  ): Promise<void> {
    await super.onAfterRetryTask(test, options);
    switches.currentTestId = undefined;
    switches.activeMutant = process.env['__STRYKER_ACTIVE_MUTANT__'];
    if (mode !== 'repeat' || this.#tries.isOver) return;
    const hasFailed = test.result?.state === 'fail';
    if (test.result) test.result.errors = [];
    for (const event of this.#eventsOf(test, hasFailed)) folder.append('events', event);
  }

  #eventsOf(test: RunnerTestCase, hasFailed: boolean): Event[] {
    const tries = this.#tries;
    const { now, failed, hasPassedWithout, isLate: isTimeout } = tries;
    if (now === undefined) {
      tries.hasPassedWithout = !hasFailed && failed !== undefined;
      tries.isOver = hasFailed;
      if (!hasFailed) return [];
      return [...(failed === undefined ? [] : [{ suspect: failed }]), { givenUp: test.id, after: failed }];
    }
    tries.failed = hasFailed && !hasPassedWithout ? now : undefined;
    tries.hasPassedWithout = false;
    if (tries.failed === undefined) tries.isLate = false;
    return hasFailed && hasPassedWithout ? [{ caught: now, by: test.id, isTimeout }] : [];
  }

  override onAfterRunTask(test: RunnerTask): void {
    super.onAfterRunTask(test);
    if (mode !== 'measure') return;
    folder.append('measured', {
      test: test.id,
      file: relative(root, test.file.filepath),
      milliseconds: performance.now() - this.#began,
      hasFailed: test.result?.state === 'fail',
      hits: switches.mutantCoverage?.perTest[test.id] ?? {},
    });
  }

  override onAfterRunFiles(files: RunnerTestFile[]): void {
    super.onAfterRunFiles(files);
    if (mode !== 'measure') return;
    const loads = Object.keys(switches.mutantCoverage?.static ?? {});
    for (const { filepath } of files) folder.append('measured', { file: relative(root, filepath), loads });
  }
}

/** The mutant to try next; none where a test has to pass without one first. */
function nextOf({ failed, hasPassedWithout, waiting }: Tries): string | undefined {
  if (failed === undefined) return waiting.shift();
  return hasPassedWithout ? failed : undefined;
}

/** Those that no test has caught so far, in whichever process, and that can be tried in this way. */
function stillAlive(mutants: readonly string[]): string[] {
  const settled = new Set(
    folder.read<Event>('events').flatMap((event) => {
      if ('caught' in event) return [event.caught];
      return 'suspect' in event ? [event.suspect] : [];
    }),
  );
  return mutants.filter((mutant) => !settled.has(mutant));
}
