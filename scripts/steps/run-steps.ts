/**
 * Runs the steps of `npm start` and `npm test`, and prints their names. Steps of one group run two at a time,
 * since most of them use one core; their output is shown when they end. After a failure it names the step and
 * the command for only that step. steps.ts lists the steps. Part of `npm start` and `npm test`.
 *
 * @module
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './test-reports.ts';

/** `quiet`: its output is shown only when it fails. `explains`: its own last words say what went wrong. */
export type Step = { name: string; command: string[]; quiet?: true; explains?: true };

const AT_ONCE = 2;
/** As package.json has it, such as `pnpm@12.21.0`. */
export const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  // package.json names it.
  packageManager: string;
};

/**
 * @param groups - One after the other. The next one begins when every step of the last one has succeeded.
 * @param onFailure - Called before the failed step is named.
 * @returns The exit code of the first step that failed, or 0.
 */
export async function runSteps(groups: readonly (readonly Step[])[], onFailure: () => void): Promise<number> {
  const total = groups.flat().length;
  let count = 0;
  for (const group of groups) {
    const waiting = [...group];
    const failures: { step: Step; status: number }[] = [];
    const lane = async (): Promise<void> => {
      for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) {
        if (failures.length > 0) return;
        count += 1;
        console.log(`\n[${String(count)}/${String(total)}] ${step.name}: ${step.command.join(' ')}`);
        const status = await runStep(step, group.length > 1);
        if (status !== 0) failures.push({ step, status });
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, lane));
    const [first] = failures;
    if (first === undefined) continue;
    onFailure();
    for (const { step } of failures) sayHowToRun(step);
    return first.status;
  }
  return 0;
}

async function runStep(step: Step, isBesideOthers: boolean): Promise<number> {
  const [program = '', ...args] = step.command;
  const isHeldBack = isBesideOthers || step.quiet === true;
  const began = performance.now();
  const child = spawn(program, args, {
    cwd: root,
    stdio: isHeldBack ? ['ignore', 'pipe', 'pipe'] : 'inherit',
  });
  let output = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (output += text));
  // The arguments of `close`. After a signal there is no exit code.
  const [code] = (await once(child, 'close')) as [number | null];
  const isShown = output !== '' && (code !== 0 || step.quiet !== true);
  if (isShown) console.log(`\n${step.name}:\n${output.trimEnd()}`);
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  console.log(`    ${step.name} ${code === 0 ? 'took' : 'FAILED after'} ${seconds} s`);
  return code ?? 1;
}

function sayHowToRun({ name, command, explains }: Step): void {
  if (explains) return;
  const alone = `npx ${packageManager} exec ${command.join(' ')}`;
  console.error(`\nThe step "${name}" failed. Run only this step: ${alone}`);
}
