/**
 * The nodes of one cluster: each with its own connections, trust and token, one of them in hand. Calls stay with it until it
 * fails; after a while the first of the list is tried again.
 *
 * @module
 */
import { bearerAuth, bindTokenSource, type TokenSource } from '@cloudlink-center/auth';
import type { paths } from '@cloudlink-center/spec';
import createClient, { type Client, type ClientOptions, createQuerySerializer } from 'openapi-fetch';
import { ACCEPT } from './accept.ts';
import type { CloudLinkError } from './errors/cloudlink-error.ts';
import { type Hooks, tell } from './hooks.ts';
import type { ForeignMiddleware } from './middleware.ts';
import { serializePath } from './path-serializer.ts';
import type { Transport } from './transport/transport.ts';

const RETURN_AFTER_MS = 60_000;

export interface Node {
  readonly origin: string;
  readonly auth: TokenSource;
  readonly client: Client<paths>;
  /** For calls that have time limits of their own. */
  readonly timedFetch: (request: Request) => Promise<Response>;
  /** Makes the same calls faster, for as long as no middleware is to see them. */
  readonly lightClient: Client<paths> | undefined;
  /** What a caller of openapi-fetch gets. */
  readonly visibleClient: Client<paths>;
  /** What sees the requests beside our own sign-in. */
  readonly foreign: ForeignMiddleware;
  readonly transport: Transport;
}

export interface Nodes {
  readonly all: readonly Node[];
  /** The one that calls go to. */
  current(): Node;
  /** @throws TypeError when the list has no such origin. */
  named(origin: string): Node;
  /** Moves on from a node that failed, unless others have moved on already. */
  leave(node: Node, error: CloudLinkError): void;
}

/** @param origins - Of all nodes, this one included. */
export function createNode(
  origin: string,
  origins: readonly string[],
  transport: Transport,
  source: TokenSource,
  hooks: Hooks,
  foreign: ForeignMiddleware,
): Node {
  // A source that is for another node of the list serves this one as it is.
  const isForAnother =
    source.origin !== undefined && source.origin !== origin && origins.includes(source.origin);
  const auth = isForAnother ? source : bound(source, origin, transport, hooks);
  const restUrl = `${origin}/cloudlink/rest`;
  const options: ClientOptions = {
    baseUrl: restUrl,
    // The API has no redirects of its own; one that is followed would carry the call elsewhere.
    redirect: 'manual',
    pathSerializer: (url, values) => restUrl + serializePath(url.slice(restUrl.length), values),
    // Made once, and not for each call.
    querySerializer: createQuerySerializer(),
  };
  const client = createClient<paths>({
    ...options,
    headers: { Accept: ACCEPT },
    // Looked up when it is needed: the first look makes Node load its fetch.
    Request: LaterRequest,
    fetch: (request) => transport.fetch(request),
  });
  client.use(bearerAuth(auth, { origins: [origin] }));
  const timedFetch = (request: Request): Promise<Response> => transport.fetch(request, true);
  const light = transport.light?.(auth);
  // Light requests accept JSON by themselves.
  const lightClient =
    light &&
    createClient<paths>({ ...options, Request: light.Request, fetch: (request) => light.fetch(request) });
  const visibleClient = light && lightClient ? light.either(client, lightClient, foreign) : client;
  return { origin, auth, client, lightClient, visibleClient, timedFetch, foreign, transport };
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

/** Each node gets a token source of its own, since whether nodes know each other's tokens is not published. */
function bound(source: TokenSource, origin: string, transport: Transport, hooks: Hooks): TokenSource {
  return bindTokenSource(source, {
    baseUrl: origin,
    async fetch(input, init) {
      const began = performance.now();
      const event = (status?: number): void =>
        tell(hooks, 'onToken', {
          node: origin,
          duration: performance.now() - began,
          ...(status !== undefined && { status }),
        });
      try {
        const response = await transport.fetch(new Request(input, init));
        event(response.status);
        return response;
      } catch (error) {
        event();
        throw error;
      }
    },
  });
}

/** The global `Request`. */
const LaterRequest = class {
  constructor(url: string, init: RequestInit) {
    return new Request(url, init);
  }
  static [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof Request;
  }
  // openapi-fetch asks for the class of the DOM, of which it uses these two.
} as unknown as typeof Request;
