/**
 * A request as the application sees it.
 *
 * @module
 */
import type { IncomingMessage } from 'node:http';
import { isIPv6 } from 'node:net';

export interface Asked {
  readonly method: string;
  /** The path as received, still encoded. */
  readonly path: string;
  /** The query without the question mark. */
  readonly search: string;
  readonly query: URLSearchParams;
  readonly message: IncomingMessage;
  /** Address of the caller. */
  readonly address: string;
}

const NO_QUERY = new URLSearchParams();

export function askedOf(message: IncomingMessage): Asked {
  const url = message.url ?? '/';
  const mark = url.indexOf('?');
  const search = mark < 0 ? '' : url.slice(mark + 1);
  const remote = message.socket.remoteAddress ?? '127.0.0.1';
  return {
    method: message.method ?? 'GET',
    path: mark < 0 ? url : url.slice(0, mark),
    search,
    query: search === '' ? NO_QUERY : new URLSearchParams(search),
    message,
    address: isIPv6(remote) ? remote.replace(/^::ffff:/, '') : remote,
  };
}

/** The first value of a header. */
export function headerOf({ message }: Asked, name: string): string | undefined {
  const value = message.headers[name];
  return Array.isArray(value) ? value[0] : value;
}
