/**
 * `center.openapiFetch`: the openapi-fetch client that libraries take. It is a stock client over our sign-in and our transport, and runs at the
 * speed of fetch. Here its gaps are closed: paths are guarded whether or not there are parameters, and calls stay with the Center.
 *
 * @module
 */
import type { paths } from '@cloudlink-center/spec';
import type { Client, Middleware } from 'openapi-fetch';
import type { Node } from '../call/node.ts';
import { checkPath, serializePath } from '../call/path-serializer.ts';
import { fetchSignedIn } from '../sign-in/signed-in.ts';
import type { ClientLifetime } from './lifetime.ts';
import type { MiddlewareList } from './middleware-list.ts';

/** What is looked at of openapi-fetch's options; the others are passed on. */
type Init = {
  readonly baseUrl?: string;
  readonly params?: { readonly path?: Record<string, unknown> };
  readonly pathSerializer?: (url: string, values: Record<string, unknown>) => string;
  readonly fetch?: (request: Request) => Promise<Response>;
  readonly middleware?: readonly unknown[];
  readonly parseAs?: string;
};
/** All methods of a client take the options last. */
type Send = (...input: unknown[]) => Promise<unknown>;

/** The methods that send something. */
const METHODS = ['GET', 'PUT', 'POST', 'DELETE', 'OPTIONS', 'HEAD', 'PATCH', 'TRACE'] as const;

export function createVisibleClient(
  node: Node,
  middleware: MiddlewareList,
  lifetime: ClientLifetime,
): Client<paths> {
  const client = node.openapiFetch();
  const counted = async (send: Send, target: unknown[], init: Init | undefined): Promise<unknown> => {
    lifetime.begin();
    let hasSucceeded = false;
    try {
      const result = await send(...target, optionsOf(node, middleware, init ?? {}));
      hasSucceeded = true;
      return result;
    } finally {
      lifetime.end();
      if (!hasSucceeded && lifetime.closing !== undefined) await lifetime.closing;
    }
  };
  const methods = METHODS.map((name) => {
    const send = client[name] as unknown as Send;
    return [name, (path: string, init?: Init) => counted(send, [path], init)] as const;
  });
  const visible = {
    ...Object.fromEntries(methods),
    request: (method: string, path: string, init?: Init) =>
      counted(client.request as unknown as Send, [method, path], init),
    use: (...added: Middleware[]) => middleware.use(...added),
    eject: (...removed: Middleware[]) => middleware.eject(...removed),
  };
  // The same methods, with the same types.
  return visible as unknown as Client<paths>;
}

function optionsOf(node: Node, middleware: MiddlewareList, init: Init): object {
  const base = baseOf(node, init.baseUrl);
  const { fetch, pathSerializer } = init;
  const send = fetch ?? ((request: Request) => node.transport.fetch(request));
  return {
    ...init,
    // With `path` always present, the serializer below is always asked.
    params: { ...init.params, path: init.params?.path ?? {} },
    pathSerializer: (url: string, values: Record<string, unknown>) =>
      base + pathOf(url, base, values, pathSerializer),
    middleware: [...middleware.all, ...(init.middleware ?? [])],
    fetch: (request: Request) =>
      fetchSignedIn(node, request, send, { isStreamed: init.parseAs === 'stream' }),
  };
}

/** @throws TypeError when the base of one call is elsewhere. */
function baseOf({ restUrl, origin }: Node, baseUrl: string | undefined): string {
  if (baseUrl === undefined) return restUrl;
  if (URL.parse(baseUrl)?.origin !== origin)
    throw new TypeError(`baseUrl of a call must be an address of ${origin}, where the client signs in.`);
  // As openapi-fetch does.
  return baseUrl.replace(/\/$/, '');
}

function pathOf(
  url: string,
  base: string,
  values: Record<string, unknown>,
  serializer: Init['pathSerializer'],
): string {
  if (serializer === undefined) return serializePath(url.slice(base.length), values);
  const filled = serializer(url, values);
  if (!filled.startsWith(base)) throw new TypeError('pathSerializer must keep the beginning of the URL.');
  const path = filled.slice(base.length);
  checkPath(path);
  return path;
}
