/**
 * Histories of a cluster and its client as fast-check's commands: nodes change, time passes, and calls of
 * every kind run meanwhile, awaited or not. What must hold is in `check.ts`.
 */
import {
  type AsyncCommand,
  type Arbitrary,
  array,
  boolean,
  commands,
  constantFrom,
  integer,
  nat,
  tuple,
} from 'fast-check';
import { type Kind, KINDS } from './calls.ts';
import { type State, STATES } from './cluster.ts';
import type { History } from './history.ts';

/** The commands need no memory of their own: the cluster has it. */
type Model = object;
type Command = AsyncCommand<Model, History>;

export const NODES = 3;

export function histories(maxCommands: number): Arbitrary<Iterable<Command>> {
  return commands<Model, History, false>(
    [
      tuple(nat(NODES - 1), constantFrom(...STATES)).map(([node, state]) => changeNode(node, state)),
      tuple(array(constantFrom(...KINDS), { minLength: 1, maxLength: 5 }), nat(NODES - 1), boolean()).map(
        ([kinds, node, isAwaited]) => runCalls(kinds, node, isAwaited),
      ),
      integer({ min: 1, max: 90 }).map((seconds) => passTime(seconds)),
      tuple(
        nat(NODES - 1),
        array(constantFrom<State>('down', 'slow', 'unavailable', 'unauthorized'), {
          minLength: NODES,
          maxLength: NODES,
        }),
      ).map(([healthy, others]) => calmDown(healthy, others)),
    ],
    { maxCommands },
  );
}

function command(text: string, run: (history: History) => Promise<void>): Command {
  return { check: () => true, run: (_model, history) => run(history), toString: () => text };
}

function changeNode(node: number, state: State): Command {
  return command(`node ${node} is ${state}`, (history) => history.cluster.change(node, state));
}

function runCalls(kinds: readonly Kind[], node: number, isAwaited: boolean): Command {
  return command(`${isAwaited ? 'await' : 'begin'} ${kinds.join(', ')} (${node})`, async (history) => {
    const calls = kinds.map((kind) => history.call(kind, node));
    if (isAwaited) await Promise.all(calls);
  });
}

function passTime(seconds: number): Command {
  return command(`${seconds} s pass`, async (history) => history.pass(seconds * 1000));
}

function calmDown(healthy: number, others: readonly State[]): Command {
  return command(`only node ${healthy} is up, others ${others.join(', ')}`, (history) =>
    history.calmDown(healthy, others),
  );
}
