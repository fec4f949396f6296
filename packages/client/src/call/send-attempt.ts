/**
 * Makes one attempt of a call: directly, or through openapi-fetch when there is middleware. Both use the same
 * sign-in and transport.
 *
 * @module
 */
import type { Middleware } from 'openapi-fetch';
import { failureInBody } from '../errors/failure-no-answer.ts';
import { signInFailure } from '../sign-in/sign-in-failure.ts';
import type { Sending } from '../transport/transport.ts';
import type { Call, Result } from './call-context.ts';
import type { CallTraits } from './call-traits.ts';
import type { Node } from './node.ts';
import { plainCall } from './plain-call.ts';

/** Rejects with the raw failure, which `attemptFailure` explains. */
export function sendAttempt(
  node: Node,
  middleware: readonly Middleware[],
  call: Call,
  traits: CallTraits,
  sending: Sending,
): Promise<Result> {
  if (middleware.length === 0) return plainCall(node, call, traits, sending);
  // openapi-fetch is loaded on first use, because few programs have middleware.
  return import('./watched-call.ts').then(({ watchedCall }) =>
    watchedCall(node, middleware, call, traits, sending),
  );
}

export function attemptFailure(error: unknown, { method, path }: Call, { timer }: Sending): unknown {
  return failureInBody(signInFailure(error, method, path), method, path, timer);
}
