/**
 * The openapi-fetch client of a node, for calls that bring the `fetch` and the `pathSerializer` of that node.
 * Loaded with the first call that middleware or a library sees.
 *
 * @module
 */
import type { paths } from '@cloudlink-center/spec';
import createClient, { type Client } from 'openapi-fetch';
import { ACCEPT } from '../sign-in/signed-in.ts';
import type { Node } from './node.ts';

const clients = new WeakMap<Node, Client<paths>>();

/** Returns a client without middleware. */
export function openapiClientOf(node: Node): Client<paths> {
  const known = clients.get(node);
  if (known !== undefined) return known;
  const client = createClient<paths>({
    baseUrl: node.restUrl,
    // The API has no redirects. Following one would send the call to another server.
    redirect: 'manual',
    headers: { Accept: ACCEPT },
  });
  clients.set(node, client);
  return client;
}
