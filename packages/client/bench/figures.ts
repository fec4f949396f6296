/**
 * The figures of a benchmark with their limits and goals. A figure that is the same on every machine has a
 * limit, and the benchmark fails beyond it. A figure that varies has a goal, and is only shown. `pnpm bench`
 * collects the figures of all benchmarks in one table.
 *
 * @module
 */
import { appendFileSync } from 'node:fs';
import { table } from './statistics.ts';

export interface Figure {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  /** For figures that vary. */
  readonly goal?: number;
  /** For figures that are the same on every machine. */
  readonly limit?: number;
  /** Whether a higher figure is better. Default: lower is better. */
  readonly isMoreBetter?: boolean;
}

/** The file to which a benchmark writes its figures for `pnpm bench`, one per line. */
const GATHERED_IN = 'BENCH_FIGURES';

/** Writes the figures, reports those beyond their limits, and ends the process, with 1 if there are any. */
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

/** The environment variables with which a benchmark writes its figures. */
export function gathering(file: string): Record<string, string> {
  return { [GATHERED_IN]: file };
}

function isReached({ value, isMoreBetter }: Figure, target: number): boolean {
  return isMoreBetter ? value >= target : value <= target;
}

function shown(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toFixed(2);
}
