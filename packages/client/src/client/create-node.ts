/**
 * A node of a cluster: its own connections, trust and token. Which node calls go to is in `choose-node.ts`.
 *
 * @module
 */
import type { TokenSource } from '@cloudlink-center/auth';
import type { Node } from '../call/node.ts';
import type { Hooks } from '../hooks/hooks.ts';
import { bindToNode } from '../sign-in/token-request.ts';
import type { Transport } from '../transport/transport.ts';

/** @param origins - Of all nodes, this one included. */
export function createNode(
  origin: string,
  origins: readonly string[],
  transport: Transport,
  source: TokenSource,
  hooks: Hooks,
): Node {
  // A source that is for another node of the list serves this one as it is.
  const isForAnother =
    source.origin !== undefined && source.origin !== origin && origins.includes(source.origin);
  const auth = isForAnother ? source : bindToNode(source, origin, transport, hooks);
  const restUrl = `${origin}/cloudlink/rest`;
  return { origin, auth, transport, restUrl };
}
