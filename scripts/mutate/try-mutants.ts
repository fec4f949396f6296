/**
 * Tries the mutants of one area: measures which tests run which, repeats those tests with each mutant, and
 * starts a process of its own for what cannot be tried so. Part of `pnpm test:mutants`.
 *
 * @module
 */
import { createHash } from 'node:crypto';
import { readdirSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, relative } from 'node:path';
import type { Area } from './areas.ts';
import {
  chooseTests,
  type Coverage,
  coverageOf,
  EFFORTS,
  filesFor,
  filesToStart,
  quickestFirst,
  withoutFailed,
} from './choose-tests.ts';
import { caughtIn, lateIn, stillToDo, untriedIn } from './events.ts';
import { instrument } from './instrument.ts';
import { runVitest } from './run-vitest.ts';
import {
  type Event,
  type Loaded,
  type Measured,
  type Mutant,
  type Plan,
  type WorkFolder,
  workFolder,
} from './work-folder.ts';

/** What became of a mutant. */
export type Fate = 'caught' | 'timed out' | 'survived' | 'not run';

export interface Tried extends Mutant {
  readonly fate: Fate;
}

/** A test that could not be repeated is tried so often, each time in a new process. */
const ROUNDS = 2;
const CORES = availableParallelism();
/** What hangs only waits. */
const WORKERS = 2 * CORES;
/** Milliseconds for a new process, before three times what its files take. */
const STARTING = 30_000;
/** A test may fail on a busy machine. If more than this share fails, something is wrong. */
const MOST_FAILED = 0.01;

/** Which mutants of an area are tried, with which tests. Default: all. */
export interface Choice {
  /** A part of the names of their files. */
  readonly only?: string | undefined;
  /** A part of the names of the tests' files. */
  readonly tests?: string | undefined;
  /** So many of them, by chance: the same ones for the same seed. */
  readonly sample?: { readonly size: number; readonly seed: string } | undefined;
}

export async function tryMutants(area: Area, { only = '', tests, sample }: Choice = {}): Promise<Tried[]> {
  const path = join(process.cwd(), 'node_modules/.cache/mutants', area.name);
  rmSync(path, { recursive: true, force: true });
  const folder = workFolder(path);
  const sources = sourcesOf(area).filter((file) => file.includes(only));
  const mutants = sampleOf(await instrument(sources, folder), sample);
  say(area, `${mutants.length} mutants; measuring the tests`);
  const coverage = await measure(area, folder, tests);
  const ids = mutants.map(({ id }) => id);
  const plan: Plan = {
    area,
    mode: 'repeat',
    mutantsOf: {},
    measured: Object.fromEntries(coverage.tests.map((test) => [test.test, test])),
    order: quickestFirst(coverage),
  };
  let tried: Plan['mutantsOf'] = {};
  for (const effort of EFFORTS) {
    const alive = ids.filter((id) => !caughtIn(folder).has(id));
    const mutantsOf = chooseTests(alive, coverage, effort, tried);
    await repeatTests(folder, coverage, { ...plan, mutantsOf });
    tried = merged(tried, mutantsOf);
  }
  folder.plan = { ...plan, mode: 'whole' };
  const hung = await tryWhole(
    ids.filter((id) => !caughtIn(folder).has(id)),
    coverage,
    folder,
  );
  const late = new Set([...hung, ...lateIn(folder)]);
  const caught = caughtIn(folder);
  return mutants.map((mutant) => ({ ...mutant, fate: fateOf(mutant.id, { caught, late, coverage }) }));
}

function sampleOf(mutants: Mutant[], sample: Choice['sample']): Mutant[] {
  if (sample === undefined) return mutants;
  const rank = ({ id }: Mutant): string => createHash('sha256').update(`${sample.seed} ${id}`).digest('hex');
  return mutants.toSorted((one, other) => (rank(one) < rank(other) ? -1 : 1)).slice(0, sample.size);
}

/** Tests that cannot be repeated after some mutant are tried again, in a new process. */
async function repeatTests(folder: WorkFolder, coverage: Coverage, plan: Plan): Promise<void> {
  folder.plan = plan;
  for (let round = 1; round <= ROUNDS; round++) {
    const { size } = new Set(Object.values(folder.plan.mutantsOf).flat());
    say(plan.area, `${size} mutants in ${Object.keys(folder.plan.mutantsOf).length} tests`);
    await repeat(folder, coverage);
    folder.plan = { ...plan, mutantsOf: stillToDo(folder, plan) };
    if (Object.keys(folder.plan.mutantsOf).length === 0) break;
  }
}

function merged(one: Plan['mutantsOf'], other: Plan['mutantsOf']): Plan['mutantsOf'] {
  const tests = new Set([...Object.keys(one), ...Object.keys(other)]);
  return Object.fromEntries([...tests].map((test) => [test, [...(one[test] ?? []), ...(other[test] ?? [])]]));
}

function say({ name }: Area, what: string): void {
  console.log(`${new Date().toISOString().slice(11, 19)} ${name}: ${what}`);
}

function sourcesOf(area: Area): string[] {
  const { withoutSources = [] } = area;
  const src = join('packages', area.package, 'src');
  const left = new Set(withoutSources.map((file) => join(src, file)));
  return area.folders.flatMap((folder) => {
    const path = join(src, folder);
    const names = readdirSync(path, { recursive: true, encoding: 'utf8' });
    return names
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))
      .map((name) => join(path, name))
      .filter((file) => !left.has(file));
  });
}

async function measure(area: Area, folder: WorkFolder, only: string | undefined): Promise<Coverage> {
  folder.plan = { area, mode: 'measure', mutantsOf: {}, measured: {}, order: [] };
  await runVitest(folder, { workers: CORES, files: only === undefined ? [] : [only] });
  const coverage = coverageOf(folder.read<Measured | Loaded>('measured'));
  if (coverage.tests.length === 0)
    throw new Error('No tests ran: --tests takes a part of the name of a file.');
  const failed = coverage.tests.filter(({ hasFailed }) => hasFailed);
  if (failed.length > MOST_FAILED * coverage.tests.length)
    throw new Error('The tests fail without mutants: run them first.');
  if (failed.length > 0) say(area, `${failed.length} tests fail without mutants, and are left out`);
  return withoutFailed(coverage);
}

/** Until it ends by itself: what hangs is left for a process of its own. */
async function repeat(folder: WorkFolder, { tests }: Coverage): Promise<void> {
  const { area, mutantsOf } = folder.plan;
  const wanted = tests.filter(({ test }) => test in mutantsOf).map(({ file }) => inPackage(area, file));
  const files = [...new Set(wanted)];
  while (files.length > 0 && (await runVitest(folder, { files, workers: WORKERS })) === 'hung') {
    const began = folder.read<Event>('events').flatMap((event) => ('began' in event ? [event.began] : []));
    for (const mutant of began.slice(-WORKERS)) folder.append('events', { suspect: mutant });
  }
}

function inPackage({ package: name }: Area, file: string): string {
  return relative(join('packages', name), file);
}

/**
 * What could not be tried by repeating tests. Gives those that hung; the others that are caught are in the
 * log.
 */
async function tryWhole(alive: readonly string[], coverage: Coverage, folder: WorkFolder): Promise<string[]> {
  const { area } = folder.plan;
  const { tests: untried, suspects } = untriedIn(folder);
  const waiting = alive
    .map((mutant) => {
      const start = filesToStart(mutant, coverage, { untried, wasSuspected: suspects.has(mutant) });
      const files = start.files.map((file) => inPackage(area, file));
      return { mutant, files, limit: STARTING + 3 * start.time };
    })
    .filter(({ files }) => files.length > 0);
  say(area, `${waiting.length} mutants in a process of their own`);
  const hung: string[] = [];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const outcome = await runVitest(folder, next);
      if (outcome !== 'passed') folder.append('events', { caught: next.mutant, by: 'a process of its own' });
      if (outcome === 'hung') hung.push(next.mutant);
    }
  };
  await Promise.all(Array.from({ length: WORKERS }, work));
  return hung;
}

function fateOf(
  id: string,
  { caught, late, coverage }: { caught: Set<string>; late: Set<string>; coverage: Coverage },
): Fate {
  if (late.has(id)) return 'timed out';
  if (caught.has(id)) return 'caught';
  return filesFor(id, coverage).size > 0 ? 'survived' : 'not run';
}
