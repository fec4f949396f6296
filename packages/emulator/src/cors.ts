/**
 * Cross-origin answers: an origin must be allowed first, with `POST /cors`. The headers themselves are a guess.
 *
 * @module
 */
import type { Context, Next } from 'hono';
import type { State } from './store.ts';

const METHODS = 'GET, PUT, POST, DELETE';

/** Answers preflights, and lets pages of allowed origins read what is answered. */
export function cors(state: State): (context: Context, next: Next) => Promise<void> {
  return async (context, next) => {
    const origin = context.req.header('origin');
    const isAllowed = origin !== undefined && state.origins.includes(origin);
    const isPreflight =
      context.req.method === 'OPTIONS' && context.req.header('access-control-request-method') !== undefined;
    if (isPreflight) context.res = new Response(null, { status: isAllowed ? 200 : 403 });
    else await next();
    if (!isAllowed) return;
    context.res.headers.set('Access-Control-Allow-Origin', origin);
    context.res.headers.append('Vary', 'Origin');
    if (!isPreflight) return;
    context.res.headers.set('Access-Control-Allow-Methods', METHODS);
    const wanted = context.req.header('access-control-request-headers');
    if (wanted !== undefined) context.res.headers.set('Access-Control-Allow-Headers', wanted);
  };
}
