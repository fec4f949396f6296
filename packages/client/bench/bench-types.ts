/**
 * `pnpm bench:types [--rounds 7] [--calls 50] [--compiler 'TypeScript 7']`: what the types of a client cost
 * the compiler and the editor, compared with openapi-fetch, hey-api and orval. Times are relative to an empty
 * program with the same imports. Exits non-zero only when our instantiations, which are the same on every
 * machine, exceed their limit.
 *
 * @module
 */
import { parseArgs } from 'node:util';
import { type Figure, finish } from './figures.ts';
import { quartiles, spread, table } from './statistics.ts';
import { chooseCalls } from './types/calls.ts';
import { type CompletionTimes, measureCompletions } from './types/completions.ts';
import { LIMITS } from './types/limits.ts';
import { type Cost, measure } from './types/measure.ts';
import { COMPILERS, type CompilerName, type Program, writePrograms } from './types/workspace.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '7' },
    calls: { type: 'string', default: '50' },
    compiler: { type: 'string', multiple: true, default: Object.keys(COMPILERS) },
  },
});
/** Of the checker's time for openapi-fetch. */
const GOALS: Readonly<Record<string, number>> = { 'CloudLink, paths': 0.3, 'CloudLink, named': 0.1 };
const rounds = Number(values.rounds);
const programs = writePrograms('.generated/types', chooseCalls(Number(values.calls)));
const figures: Figure[] = [];

// Object.keys loses the names' types.
const compilers = (Object.keys(COMPILERS) as CompilerName[]).filter((name) => values.compiler.includes(name));
for (const compiler of compilers) {
  const samples = await sample(compiler);
  console.log(`\n${compiler}, ${values.calls} calls, ${values.rounds} rounds, median (quartiles)\n`);
  const head = [
    'types of',
    'check ms',
    'ratio',
    'instantiations',
    'ratio',
    'memory MiB',
    'empty program ms',
    'first completion ms',
    'after an edit ms',
  ];
  console.log(
    table(
      head,
      samples.map((one) => row(one, samples[0])),
    ),
  );
  for (const { program, costs } of samples) {
    const limit = LIMITS[program.variant.name];
    if (limit === undefined) continue;
    const what = `types: ${program.variant.name}, ${compiler}`;
    const instantiations = costs[0]?.instantiations ?? Number.NaN;
    figures.push({ what, value: instantiations, unit: 'instantiations', limit });
    figures.push({
      what,
      value: checkRatio(costs, samples[0]),
      unit: 'of openapi-fetch',
      goal: GOALS[program.variant.name] ?? 1,
    });
  }
}
console.log(`
Goals for 50 calls, as ratios to openapi-fetch: paths at most 0.30 of the checking and 3,000 instantiations; named methods at most 0.10 and
1,000; completions five times as fast. hey-api and orval are compiled as source in every project: see the empty program.`);
finish(figures);

type Sample = { program: Program; costs: Cost[]; empty: Cost[]; completions: CompletionTimes[] };

/** Interleaved, so that a noisy minute hits all of them. */
async function sample(compiler: CompilerName): Promise<Sample[]> {
  const samples: Sample[] = programs.map((program) => ({ program, costs: [], empty: [], completions: [] }));
  for (let round = 0; round < rounds; round += 1) {
    for (const { program, costs, empty, completions } of samples) {
      const base = measure(compiler, program.empty);
      const full = measure(compiler, program.full);
      empty.push(base);
      costs.push({
        check: full.check - base.check,
        instantiations: full.instantiations - base.instantiations,
        memory: full.memory - base.memory,
      });
      completions.push(await measureCompletions(compiler, program));
    }
  }
  return samples;
}

/** Time of the checker, by that for the reference. */
function checkRatio(costs: readonly Cost[], reference: Sample | undefined): number {
  return medianCheck(costs) / medianCheck(reference?.costs ?? []);
}

function medianCheck(costs: readonly Cost[]): number {
  return quartiles(costs.map(({ check }) => check)).median;
}

function row({ program, costs, empty, completions }: Sample, reference: Sample | undefined): string[] {
  const check = quartiles(costs.map((cost) => cost.check));
  const instantiations = costs[0]?.instantiations ?? Number.NaN;
  return [
    program.variant.name,
    spread(check),
    checkRatio(costs, reference).toFixed(2),
    String(instantiations),
    (instantiations / (reference?.costs[0]?.instantiations ?? Number.NaN)).toFixed(3),
    quartiles(costs.map(({ memory }) => memory)).median.toFixed(1),
    quartiles(empty.map((cost) => cost.check)).median.toFixed(0),
    spread(quartiles(completions.map(({ first }) => first))),
    spread(quartiles(completions.map(({ afterEdit }) => afterEdit))),
  ];
}
