/**
 * Starts Vitest on mutated sources and ends it when it hangs. Part of `pnpm test:mutants`.
 *
 * @module
 */
import { spawn } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { WorkFolder } from './work-folder.ts';

/**
 * Milliseconds without any news after which a process hangs: a loop in a mutant blocks all timers of the
 * process.
 */
const SILENCE = 90_000;

/** How a run of Vitest has ended. */
export type Outcome = 'passed' | 'failed' | 'hung';

/**
 * @param mutant - On from the start, or none.
 * @param limit - Milliseconds for all files with that mutant.
 */
export async function runVitest(
  folder: WorkFolder,
  {
    mutant,
    files = [],
    workers = 1,
    limit = SILENCE,
  }: { mutant?: string; files?: readonly string[]; workers?: number; limit?: number },
): Promise<Outcome> {
  const config = 'scripts/mutate/vitest.config.ts';
  const bail = mutant === undefined ? [] : ['--bail=1'];
  const child = spawn('vitest', ['run', '--config', config, `--maxWorkers=${workers}`, ...bail, ...files], {
    // Failures are what is wanted, except while the tests are measured.
    stdio: ['ignore', 'ignore', folder.plan.mode === 'measure' ? 'inherit' : 'ignore'],
    detached: true,
    env: {
      ...process.env,
      MUTANTS_FOLDER: folder.path,
      ...(mutant === undefined ? {} : { __STRYKER_ACTIVE_MUTANT__: mutant }),
    },
  });
  const end = (): void => {
    // Its workers are in its process group.
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  };
  process.once('exit', end);
  const began = Date.now();
  let hasHung = false;
  const watch = setInterval(() => {
    const news = mutant === undefined ? Math.max(began, newsAt(folder)) : began;
    if (Date.now() - news < limit) return;
    hasHung = true;
    end();
  }, 1000);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', resolve);
  });
  clearInterval(watch);
  process.off('exit', end);
  if (hasHung) return 'hung';
  return code === 0 ? 'passed' : 'failed';
}

/** When the last line was written. */
function newsAt({ path }: WorkFolder): number {
  const times = ['measured.jsonl', 'events.jsonl'].map((name) => {
    const file = join(path, name);
    return existsSync(file) ? statSync(file).mtimeMs : 0;
  });
  return Math.max(...times);
}
