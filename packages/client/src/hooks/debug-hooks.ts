/**
 * Hooks that print one line per event, for debugging.
 *
 * @module
 */
import type { CallEvent, Hooks } from './hooks.ts';

/**
 * Returns hooks that print one line per event, such as `#3 machines.get GET /securevm/{uuid} 200 in 12 ms`.
 * The lines contain no secret, no token, no body and no parameter value.
 *
 * @example
 *
 * ```ts
 * import { createCloudLink, debugHooks } from '@cloudlink-center/client';
 *
 * const center = createCloudLink({ baseUrl, auth, hooks: debugHooks((line) => console.error(line)) });
 * ```
 *
 * @param write - Receives each line. Default: `console.debug`.
 */
export function debugHooks(write: (line: string) => void = (line) => console.debug(line)): Hooks {
  return {
    onRequest: (event) => write(`${named(event)} to ${event.node}${again(event)}`),
    onResponse(event) {
      const end = event.status ?? event.error?.code ?? 'no answer';
      write(`${named(event)} ${String(end)} in ${event.duration.toFixed(0)} ms`);
    },
    onRetry: (event) =>
      write(`${named(event)} again in ${event.pause.toFixed(0)} ms, after ${event.error.code}`),
    onToken: ({ node, status, duration }) =>
      write(`token from ${node}: ${String(status ?? 'no answer')} in ${duration.toFixed(0)} ms`),
    onNodeChange: ({ from, to, error }) =>
      write(`node ${from} left for ${to}: ${error?.code ?? 'it works again'}`),
  };
}

function named({ call, operationId, method, path }: CallEvent): string {
  return `#${call}${operationId === undefined ? '' : ` ${operationId}`} ${method} ${path}`;
}

function again({ attempt }: CallEvent): string {
  return attempt > 1 ? `, attempt ${attempt}` : '';
}
