/**
 * A node of a cluster with its own connections, TLS options and token. `choose-node.ts` chooses the node for
 * a call.
 *
 * @module
 */
import { redact, type TokenSource } from '@cloudlink-center/auth';
import type { Node } from '../call/node.ts';
import type { Hooks } from '../hooks/hooks.ts';
import { bindToNode } from '../sign-in/token-request.ts';
import type { Transport } from '../transport/transport.ts';

const SHORTEST_SECRET = 4;

/** @param origins - Origins of all nodes, including this one. */
export function createNode(
  origin: string,
  origins: readonly string[],
  transport: Transport,
  source: TokenSource,
  hooks: Hooks,
): Node {
  // A token source bound to another node of the list serves this node unchanged.
  const isForAnother =
    source.origin !== undefined && source.origin !== origin && origins.includes(source.origin);
  let secret = '';
  const keep = (sent: string): void => {
    // Masking a shorter secret would make text unreadable. A logout request has none.
    if (sent.length >= SHORTEST_SECRET) secret = sent;
  };
  const auth = isForAnother ? source : bindToNode(source, origin, transport, hooks, keep);
  const restUrl = `${origin}/cloudlink/rest`;
  const mask = (text: string, token = ''): string => redact(redact(text, token), secret);
  return { origin, auth, transport, restUrl, mask };
}
