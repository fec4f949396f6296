/**
 * Chooses the node that receives calls: the first in the list that has not failed recently, or else the one
 * that failed longest ago. A failed node receives calls again after one call, which is safe to retry, has
 * succeeded on it.
 *
 * @module
 */
import type { Node, Nodes } from '../call/node.ts';
import type { CloudLinkError } from '../errors/cloudlink-error.ts';
import { type Hooks, tell } from '../hooks/hooks.ts';

/** How long a failed node is avoided while another one works. */
const RETURN_AFTER_MS = 60_000;

/**
 * One function, because all of its parts share the state of the nodes.
 *
 * @param now - Milliseconds of a monotonic clock.
 */
export function createNodes(all: readonly [Node, ...Node[]], hooks: Hooks, now: () => number): Nodes {
  /** The nodes that failed and have not worked since, oldest failure first. */
  const failures = new Map<Node, number>();
  let inHand: Node = all[0];
  const settle = (error?: CloudLinkError): void => {
    const [oldest] = failures.keys();
    const next = all.find((node) => !failures.has(node)) ?? oldest ?? all[0];
    if (next === inHand) return;
    const from = inHand.origin;
    inHand = next;
    tell(hooks, 'onNodeChange', { from, to: next.origin, ...(error && { error }) });
  };
  const hasFailed = (node: Node): boolean =>
    now() - (failures.get(node) ?? Number.NEGATIVE_INFINITY) < RETURN_AFTER_MS;
  const due = (): Node | undefined => {
    if (failures.size === 0) return undefined;
    // Only nodes that come before the current one in the list.
    return all.slice(0, all.indexOf(inHand)).find((node) => !hasFailed(node));
  };
  const mark = (node: Node): void => {
    failures.delete(node);
    failures.set(node, now());
  };
  return {
    all,
    current: () => inHand,
    isTrialDue: () => due() !== undefined,
    takeTrial() {
      const node = due();
      // One call tries the node, and the others wait for the outcome.
      if (node !== undefined) mark(node);
      return node;
    },
    hasFailed,
    named(origin) {
      const found = all.find((node) => node.origin === origin);
      if (found === undefined) {
        const known = all.map((node) => node.origin).join(', ');
        throw new TypeError(`node must be one of the client's own addresses: ${known}.`);
      }
      return found;
    },
    failed(node, error) {
      if (all.length === 1) return;
      mark(node);
      settle(error);
    },
    worked(node) {
      if (failures.delete(node)) settle();
    },
  };
}
