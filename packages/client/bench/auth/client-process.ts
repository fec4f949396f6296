/**
 * One client in a process of its own: makes the calls that the benchmark asks for, and says how many failed.
 *
 * @module
 */
import { setTimeout as delay } from 'node:timers/promises';
import { inspect } from 'node:util';
import { type Access, type Call, CLIENTS } from './clients.ts';

/** What the benchmark says. */
export type Command =
  { readonly make: string; readonly access: Access } | { readonly calls: number; readonly everyMs?: number };

/** What the process says after each command: calls that did not succeed, and what their errors show. */
export interface Report {
  readonly failed: number;
  readonly shown: string;
}

let call: Call | undefined;

process.on('message', (command: Command) => {
  // A failure ends the process, which the benchmark notices.
  void run(command).then((report) => process.send?.(report));
});
process.send?.({ failed: 0, shown: 'ready' } satisfies Report);

async function run(command: Command): Promise<Report> {
  if ('make' in command) {
    call = CLIENTS[command.make]?.(command.access);
    return { failed: 0, shown: '' };
  }
  const started: Promise<number>[] = [];
  for (let count = 0; count < command.calls; count++) {
    started.push(call?.() ?? Promise.reject(new Error('No client has been made')));
    started.at(-1)?.catch(() => {});
    if (command.everyMs !== undefined) await delay(command.everyMs);
  }
  const outcomes = await Promise.allSettled(started);
  const errors = outcomes.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
  return {
    failed: outcomes.filter((one) => one.status === 'rejected' || one.value !== 200).length,
    shown: errors.map((error) => inspect(error, { depth: 10, showHidden: true })).join('\n'),
  };
}
