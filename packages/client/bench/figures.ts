/**
 * The figures of a benchmark, each beside what it is to be. One that is the same on every machine has a
 * limit, and past it the benchmark fails; one that wobbles has a goal, and is only shown. `pnpm bench`
 * gathers the figures of all benchmarks in one table.
 *
 * @module
 */
import { appendFileSync } from 'node:fs';
import { table } from './statistics.ts';

export interface Figure {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  /** For what wobbles. */
  readonly goal?: number;
  /** For what does not. */
  readonly limit?: number;
  /** Whether more is better. Default: less is. */
  readonly isMoreBetter?: boolean;
}

/** Where `pnpm bench` wants the figures of a benchmark, one a line. */
const GATHERED_IN = 'BENCH_FIGURES';

/** Hands the figures on, names those past their limits, and ends the process: 1 for any of these. */
export function finish(figures: readonly Figure[]): never {
  const file = process.env[GATHERED_IN];
  if (file !== undefined) appendFileSync(file, figures.map((one) => `${JSON.stringify(one)}\n`).join(''));
  const past = figures.filter((one) => one.limit !== undefined && !isReached(one, one.limit));
  for (const { what, value, unit, limit } of past)
    console.error(`Past its limit: ${what} is ${shown(value)} ${unit}, and may be ${String(limit)}.`);
  process.exit(past.length === 0 ? 0 : 1);
}

/** All figures in one table. */
export function figureTable(figures: readonly Figure[]): string {
  const rows = figures.map((one) => {
    const { what, value, unit, goal, limit } = one;
    const target = limit ?? goal;
    const sign = one.isMoreBetter ? 'at least' : 'at most';
    return [
      what,
      `${shown(value)} ${unit}`,
      target === undefined ? '' : `${sign} ${String(target)}`,
      limit === undefined ? 'goal' : 'limit',
      target === undefined ? '' : isReached(one, target) ? 'yes' : 'NO',
    ];
  });
  return table(['figure', 'value', 'to be', 'kind', 'reached'], rows);
}

/** What the environment of a benchmark needs so that its figures are gathered. */
export function gathering(file: string): Record<string, string> {
  return { [GATHERED_IN]: file };
}

function isReached({ value, isMoreBetter }: Figure, target: number): boolean {
  return isMoreBetter ? value >= target : value <= target;
}

function shown(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toFixed(2);
}
