/**
 * The openapi-fetch client of a node, over the same sign-in and transport as all calls. Loaded with the first
 * call that middleware or a library sees.
 *
 * @module
 */
import type { paths } from '@cloudlink-center/spec';
import createClient, { type Client } from 'openapi-fetch';
import { fetchSignedIn } from '../sign-in/fetch-signed-in.ts';
import { ACCEPT } from '../sign-in/signed-in.ts';
import type { Node } from './node.ts';
import { serializePath } from './path-serializer.ts';

const clients = new WeakMap<Node, Client<paths>>();

/** Returns the client, which has no middleware. */
export function openapiClientOf(node: Node): Client<paths> {
  const known = clients.get(node);
  if (known !== undefined) return known;
  const { restUrl, transport } = node;
  const client = createClient<paths>({
    baseUrl: restUrl,
    // The API has no redirects. Following one would send the call to another server.
    redirect: 'manual',
    pathSerializer: (url, values) => restUrl + serializePath(url.slice(restUrl.length), values),
    headers: { Accept: ACCEPT },
    fetch: (request) => fetchSignedIn(node, request, (signed) => transport.fetch(signed)),
  });
  clients.set(node, client);
  return client;
}
