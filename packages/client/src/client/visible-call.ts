/**
 * A call of `center.openapiFetch`, without the gaps of openapi-fetch: every path is checked, with or without
 * parameters, and calls stay with the Center. Loaded with the first such call.
 *
 * @module
 */
import type { Middleware } from 'openapi-fetch';
import { withErrors } from '../call/middleware-errors.ts';
import type { Node } from '../call/node.ts';
import { openapiClientOf } from '../call/openapi-client.ts';
import { checkPath, serializePath } from '../call/path-serializer.ts';
import { fetchSignedIn } from '../sign-in/fetch-signed-in.ts';

/** The options of openapi-fetch that are used here. The others are passed on. */
export interface VisibleInit {
  readonly baseUrl?: string;
  readonly params?: { readonly path?: Record<string, unknown> };
  readonly pathSerializer?: (url: string, values: Record<string, unknown>) => string;
  readonly fetch?: (request: Request) => Promise<Response>;
  readonly middleware?: readonly Middleware[];
  readonly parseAs?: string;
}
/** All methods of an openapi-fetch client take the options last. */
type Send = (...input: unknown[]) => Promise<unknown>;

/**
 * @param method - A method of the openapi-fetch client.
 * @param target - Its arguments before the options.
 */
export function visibleCall(
  node: Node,
  middleware: readonly Middleware[],
  method: string,
  target: readonly string[],
  init: VisibleInit,
): Promise<unknown> | undefined {
  const options = optionsOf(node, middleware, init);
  // Any path may be called here. Run-time checks replace the types.
  const methods = openapiClientOf(node) as unknown as Record<string, Send>;
  return methods[method]?.(...target, options);
}

function optionsOf(node: Node, middleware: readonly Middleware[], init: VisibleInit): object {
  const base = baseOf(node, init.baseUrl);
  const { fetch, pathSerializer } = init;
  const send = fetch ?? ((request: Request) => node.transport.fetch(request));
  return {
    ...init,
    // With `path` always present, openapi-fetch always calls the serializer below.
    params: { ...init.params, path: init.params?.path ?? {} },
    pathSerializer: (url: string, values: Record<string, unknown>) =>
      base + pathOf(url, base, values, pathSerializer),
    middleware: withErrors([...middleware, ...(init.middleware ?? [])]),
    fetch: (request: Request) =>
      fetchSignedIn(node, request, send, { isStreamed: init.parseAs === 'stream' }),
  };
}

/** @throws TypeError when the `baseUrl` of the call is at another origin. */
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
  serializer: VisibleInit['pathSerializer'],
): string {
  if (serializer === undefined) return serializePath(url.slice(base.length), values);
  const filled = serializer(url, values);
  if (!filled.startsWith(base)) throw new TypeError('pathSerializer must keep the beginning of the URL.');
  const path = filled.slice(base.length);
  checkPath(path);
  return path;
}
