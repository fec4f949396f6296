/**
 * A node of a cluster: its own connections, trust and token. Which node calls go to is in `choose-node.ts`.
 *
 * @module
 */
import type { TokenSource } from '@cloudlink-center/auth';
import type { paths } from '@cloudlink-center/spec';
import createClient, { type Client } from 'openapi-fetch';
import type { Node } from '../call/node.ts';
import { serializePath } from '../call/path-serializer.ts';
import type { Hooks } from '../hooks/hooks.ts';
import { ACCEPT, fetchSignedIn, type SignedInTo } from '../sign-in/signed-in.ts';
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
  const signedInTo = { origin, auth, transport };
  let client: Client<paths> | undefined;
  return {
    ...signedInTo,
    restUrl,
    openapiFetch: () => (client ??= openapiFetchOf(signedInTo, restUrl)),
  };
}

function openapiFetchOf(node: SignedInTo, restUrl: string): Client<paths> {
  return createClient<paths>({
    baseUrl: restUrl,
    // The API has no redirects of its own; one that is followed would carry the call elsewhere.
    redirect: 'manual',
    pathSerializer: (url, values) => restUrl + serializePath(url.slice(restUrl.length), values),
    headers: { Accept: ACCEPT },
    fetch: (request) => fetchSignedIn(node, request, (signed) => node.transport.fetch(signed)),
  });
}
