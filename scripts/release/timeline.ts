/**
 * The steps of a rehearsal: prints each step with its time and result, and names a failed step. Part of `pnpm
 * release:rehearse`.
 *
 * @module
 */
type Done = { name: string; seconds: number; outcome: string };

export interface Timeline {
  /**
   * Runs a step. Prints the text that it returns, alone or as the first of a pair; the table shows its first
   * line.
   */
  readonly step: <Result extends string | readonly [string, unknown]>(
    name: string,
    job: () => Promise<Result>,
  ) => Promise<Result>;
  /** The table of all steps so far. */
  readonly table: () => string;
}

export function createTimeline(print: (line: string) => void): Timeline {
  const done: Done[] = [];
  return {
    async step(name, job) {
      const began = performance.now();
      print(`${name} ...`);
      const since = () => (performance.now() - began) / 1000;
      try {
        const result = await job();
        const outcome = typeof result === 'string' ? result : result[0];
        done.push({ name, seconds: since(), outcome: outcome.split('\n')[0] ?? '' });
        print(`  ${outcome.replaceAll('\n', '\n  ')}`);
        return result;
      } catch (error) {
        done.push({ name, seconds: since(), outcome: 'FAILED' });
        throw error;
      }
    },
    table() {
      const rows = done.map(({ name, seconds, outcome }) => [name, `${seconds.toFixed(1)} s`, outcome]);
      const total = done.reduce((sum, { seconds }) => sum + seconds, 0);
      return tableOf([['step', 'time', 'outcome'], ...rows, ['all', `${total.toFixed(1)} s`, '']]);
    },
  };
}

/** Columns, as wide as their widest cell. */
export function tableOf(rows: readonly string[][]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
