/**
 * A node of a cluster: its own connections, trust and token. Which node calls go to is in `choose-node.ts`.
 *
 * @module
 */
import { redact, type TokenSource } from '@cloudlink-center/auth';
import type { Node } from '../call/node.ts';
import type { Hooks } from '../hooks/hooks.ts';
import { bindToNode } from '../sign-in/token-request.ts';
import type { Transport } from '../transport/transport.ts';

const SHORTEST_SECRET = 4;

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
  let secret = '';
  const keep = (sent: string): void => {
    // Masking a shorter one would leave no text to read. A logout has none.
    if (sent.length >= SHORTEST_SECRET) secret = sent;
  };
  const auth = isForAnother ? source : bindToNode(source, origin, transport, hooks, keep);
  const restUrl = `${origin}/cloudlink/rest`;
  const mask = (text: string, token = ''): string => redact(redact(text, token), secret);
  return { origin, auth, transport, restUrl, mask };
}
