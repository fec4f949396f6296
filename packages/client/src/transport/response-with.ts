/**
 * Replaces the body of a `Response`; everything else stays the same.
 *
 * @module
 */
import { knownStatus } from './answer.ts';

/** The same response with another body. */
export function responseWith(
  body: ReadableStream<Uint8Array<ArrayBuffer>> | null,
  response: Response,
  headers: Headers = response.headers,
): Response {
  return alike(new Response(body, { status: knownStatus(response.status), headers }), response, headers);
}

/** Sets properties that the constructor cannot set, also on clones. */
function alike(made: Response, original: Response, headers: Headers): Response {
  const { url, type, redirected, status, statusText } = original;
  return Object.defineProperties(made, {
    url: { value: url },
    type: { value: type },
    redirected: { value: redirected },
    status: { value: status },
    statusText: { value: statusText },
    headers: { value: headers },
    clone: {
      value: () => alike(Response.prototype.clone.call(made), original, new Headers(headers)),
      configurable: true,
    },
  });
}
