/**
 * The nodes of one cluster: each with its own connections, trust and token, one of them in hand. Calls stay with it until it
 * fails; after a while the first of the list is tried again.
 *
 * @module
 */
import type { TokenSource } from '@cloudlink-center/auth';
import type { paths } from '@cloudlink-center/spec';
import createClient, { type Client } from 'openapi-fetch';
import type { ApiTables } from '../call/api-tables.ts';
import type { Node, Nodes } from '../call/node.ts';
import { serializePath } from '../call/path-serializer.ts';
import type { CloudLinkError } from '../errors/cloudlink-error.ts';
import { type Hooks, tell } from '../hooks/hooks.ts';
import { ACCEPT, fetchSignedIn, type SignedInTo } from '../sign-in/signed-in.ts';
import { bindToNode } from '../sign-in/token-request.ts';
import type { Transport } from '../transport/transport.ts';

const RETURN_AFTER_MS = 60_000;

/** @param origins - Of all nodes, this one included. */
export function createNode(
  origin: string,
  origins: readonly string[],
  transport: Transport,
  source: TokenSource,
  hooks: Hooks,
  tables?: ApiTables,
): Node {
  // A source that is for another node of the list serves this one as it is.
  const isForAnother =
    source.origin !== undefined && source.origin !== origin && origins.includes(source.origin);
  const auth = isForAnother ? source : bindToNode(source, origin, transport, hooks);
  const restUrl = `${origin}/cloudlink/rest`;
  const signedInTo = { origin, auth, transport };
  const rawSlashes = tables?.rawSlashes;
  let client: Client<paths> | undefined;
  return {
    ...signedInTo,
    restUrl,
    rawSlashes,
    openapiFetch: () => (client ??= openapiFetchOf(signedInTo, restUrl, rawSlashes)),
  };
}

function openapiFetchOf(
  node: SignedInTo,
  restUrl: string,
  rawSlashes: ApiTables['rawSlashes'] | undefined,
): Client<paths> {
  return createClient<paths>({
    baseUrl: restUrl,
    // The API has no redirects of its own; one that is followed would carry the call elsewhere.
    redirect: 'manual',
    pathSerializer: (url, values) => restUrl + serializePath(url.slice(restUrl.length), values, rawSlashes),
    headers: { Accept: ACCEPT },
    fetch: (request) => fetchSignedIn(node, request, (signed) => node.transport.fetch(signed)),
  });
}

/** @param now - Milliseconds on a clock that does not jump. */
export function createNodes(all: readonly [Node, ...Node[]], hooks: Hooks, now: () => number): Nodes {
  let index = 0;
  let leftFirstAt = 0;
  const move = (to: number, error?: CloudLinkError): void => {
    const from = all[index];
    const next = all[to];
    index = to;
    if (from !== undefined && next !== undefined)
      tell(hooks, 'onNodeChange', { from: from.origin, to: next.origin, ...(error && { error }) });
  };
  return {
    all,
    current() {
      if (index !== 0 && now() - leftFirstAt >= RETURN_AFTER_MS) {
        leftFirstAt = now();
        move(0);
      }
      return all[index] ?? all[0];
    },
    named(origin) {
      const found = all.find((node) => node.origin === origin);
      if (found === undefined) {
        const known = all.map((node) => node.origin).join(', ');
        throw new TypeError(`node must be one of the client's own addresses: ${known}.`);
      }
      return found;
    },
    leave(node, error) {
      if (all.length === 1 || all[index] !== node) return;
      if (index === 0) leftFirstAt = now();
      move((index + 1) % all.length, error);
    },
  };
}
