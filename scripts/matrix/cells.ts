/**
 * A cell of the matrix is one check. Cells run one after the other, since some of them run a browser. Part of
 * `pnpm test:matrix`.
 *
 * @module
 */

/** `--only` takes these. */
export const PARTS = [
  'node',
  'bun',
  'deno',
  'workerd',
  'chromium',
  'compilers',
  'bundlers',
  'test-runners',
] as const;
export type Part = (typeof PARTS)[number];

export interface Cell {
  readonly part: Part;
  /** The program that runs, with its exact version. */
  readonly subject: string;
  readonly what: string;
  /** Resolves to the result in words; rejects if the cell fails. */
  run(): Promise<string>;
}

export interface Result {
  readonly cell: Cell;
  readonly passed: boolean;
  readonly note: string;
  readonly seconds: number;
}

export async function runCells(cells: readonly Cell[]): Promise<Result[]> {
  const results: Result[] = [];
  for (const [index, cell] of cells.entries()) {
    const result = await runCell(cell);
    const { passed, note, seconds } = result;
    const place = `[${String(index + 1)}/${String(cells.length)}]`;
    console.log(
      `${place} ${passed ? 'pass' : 'FAIL'} ${cell.subject}: ${cell.what} (${seconds.toFixed(1)} s)`,
    );
    if (!passed) console.error(note.replaceAll(/^/gm, '    '));
    results.push(result);
  }
  return results;
}

async function runCell(cell: Cell): Promise<Result> {
  const began = performance.now();
  const seconds = (): number => (performance.now() - began) / 1000;
  try {
    const note = await cell.run();
    return { cell, passed: true, note, seconds: seconds() };
  } catch (error) {
    const note = error instanceof Error ? error.message : String(error);
    return { cell, passed: false, note, seconds: seconds() };
  }
}

/** The table, as Markdown. */
export function tableOf(results: readonly Result[]): string {
  const rows = results.map(({ cell: { part, subject, what }, passed, note, seconds }) =>
    [part, subject, what, passed ? 'pass' : 'FAIL', `${seconds.toFixed(1)} s`, firstLine(note)].join(' | '),
  );
  return [
    '| part | on | cell | result | time | what was seen |',
    '| --- | --- | --- | --- | --: | --- |',
    ...rows.map((row) => `| ${row} |`),
  ].join('\n');
}

function firstLine(note: string): string {
  const [line = ''] = note.split('\n');
  return line.length > 90 ? `${line.slice(0, 89)}…` : line;
}
