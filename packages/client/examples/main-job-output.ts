/**
 * Prints machines and progress for main-job.ts.
 *
 * @module
 */
import type { Machine } from '@cloudlink-center/spec';

const BAR_WIDTH = 30;

/** One line per machine, with its disks at the end. */
export function machineTable(machines: readonly Machine[]): string {
  const rows = machines.map((machine) => [
    machine.name ?? machine.uuid,
    machine.group ?? '',
    machine.ip_address ?? '',
    machine.status ?? '',
    (machine.resources ?? []).map(({ mpoint, state }) => `${mpoint ?? '?'} ${state ?? '?'}`).join(', '),
  ]);
  const lines = [['machine', 'group', 'address', 'status', 'disks'], ...rows];
  const widths = (lines[0] ?? []).map((_, column) =>
    Math.max(...lines.map((line) => line[column]?.length ?? 0)),
  );
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** Redraws one line on a terminal; prints only changes of ten percent elsewhere. */
export function progressBar(state: string, percentage: number): void {
  const filled = Math.round((BAR_WIDTH * percentage) / 100);
  const bar = `[${'#'.repeat(filled)}${'.'.repeat(BAR_WIDTH - filled)}] ${String(percentage).padStart(3)} % ${state}`;
  if (process.stdout.isTTY) process.stdout.write(`\r${bar.padEnd(BAR_WIDTH + 24)}`);
  else console.log(bar);
}
