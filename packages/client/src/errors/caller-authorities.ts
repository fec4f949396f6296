/**
 * Asks the Center who the caller is, once a token, to say it beside a 403.
 *
 * @module
 */
import type { SignedInUser } from '@cloudlink-center/spec';
import { traitsOf } from '../call-traits.ts';
import { exchange } from '../exchange.ts';
import type { Node } from '../nodes.ts';
import { Timer } from '../resilience/timer.ts';

const LIMIT_MS = 5_000;

export type AskAuthorities = (node: Node) => Promise<readonly string[] | undefined>;

/** A function that answers with what `GET /auth` says about the caller, or with nothing when that fails. */
export function createAskAuthorities(): AskAuthorities {
  const known = new Map<Node, { token: string | undefined; authorities: ReturnType<AskAuthorities> }>();
  return (node) => {
    const token = node.auth.peek()?.value;
    const present = known.get(node);
    if (present !== undefined && present.token === token) return present.authorities;
    const authorities = ask(node);
    known.set(node, { token, authorities });
    return authorities;
  };
}

async function ask(node: Node): Promise<readonly string[] | undefined> {
  const timer = new Timer(LIMIT_MS);
  try {
    const { data } = await exchange(node, 'GET', '/auth', traitsOf('GET', '/auth'), {}, timer);
    const { authorities } = (data ?? {}) as SignedInUser;
    return Array.isArray(authorities) ? authorities : undefined;
  } catch {
    // The 403 itself is what matters.
    return undefined;
  } finally {
    timer.stop();
  }
}
