/**
 * `center.openapiFetch`: a stock openapi-fetch client over our sign-in and transport, for libraries that
 * accept one. It is as slow as fetch. This file counts its calls; `visible-call.ts` sends them.
 *
 * @module
 */
import type { paths } from '@cloudlink-center/spec';
import type { Client, Middleware } from 'openapi-fetch';
import type { Node } from '../call/node.ts';
import type { ClientLifetime } from './lifetime.ts';
import type { MiddlewareList } from './middleware-list.ts';
import type { VisibleInit } from './visible-call.ts';

/** The methods that send a request. */
const METHODS = ['GET', 'PUT', 'POST', 'DELETE', 'OPTIONS', 'HEAD', 'PATCH', 'TRACE'] as const;

export function createVisibleClient(
  node: Node,
  middleware: MiddlewareList,
  lifetime: ClientLifetime,
): Client<paths> {
  const counted = async (
    name: string,
    target: readonly string[],
    init: VisibleInit | undefined,
  ): Promise<unknown> => {
    lifetime.begin();
    let hasSucceeded = false;
    try {
      // openapi-fetch is loaded on first use.
      const { visibleCall } = await import('./visible-call.ts');
      const result = await visibleCall(node, middleware.all, name, target, init ?? {});
      hasSucceeded = true;
      return result;
    } finally {
      lifetime.end();
      if (!hasSucceeded && lifetime.closing !== undefined) await lifetime.closing;
    }
  };
  const methods = METHODS.map(
    (name) => [name, (path: string, init?: VisibleInit) => counted(name, [path], init)] as const,
  );
  const visible = {
    ...Object.fromEntries(methods),
    request: (method: string, path: string, init?: VisibleInit) => counted('request', [method, path], init),
    use: (...added: Middleware[]) => middleware.use(...added),
    eject: (...removed: Middleware[]) => middleware.eject(...removed),
  };
  // The same methods with the same types.
  return visible as unknown as Client<paths>;
}
