/**
 * Keeps the runtime's fetch from decoding responses, because it accepts one that ends too early as complete.
 * The encoding is passed under another header name, and `decoded.ts` decodes it.
 *
 * @module
 */
import { responseWith } from './response-with.ts';
import { decodedResponse } from './decoded.ts';
import { type Watch, watchedHandler } from './watched-handler.ts';
import type { Dispatcher } from '#undici';

const SHOWN = 'content-encoding';
const HIDDEN = 'x-cloudlink-hidden-encoding';

/** An interceptor for `agent.compose`. */
export function hideEncoding(dispatch: Dispatcher['dispatch']): Dispatcher['dispatch'] {
  return (options, handler) => dispatch(options, watchedHandler(handler, watch));
}

/**
 * Returns the decoded response with the original header name. A response that did not pass through fetch
 * already has that name.
 */
export async function revealEncoding(response: Response, signal: AbortSignal): Promise<Response> {
  const encoding = response.headers.get(HIDDEN) ?? response.headers.get(SHOWN);
  if (encoding === null) return response;
  const headers = new Headers(response.headers);
  headers.delete(HIDDEN);
  headers.set(SHOWN, encoding);
  return decodedResponse(responseWith(response.body, response, headers), encoding, signal);
}

/** Headers are renamed before the handler of fetch sees them. */
const watch: Watch = {
  onResponseStart(controller, _status, headers) {
    const encoding = headers[SHOWN];
    if (encoding === undefined) return;
    // Some versions of fetch read these, others read the headers.
    if (Array.isArray(controller.rawHeaders))
      controller.rawHeaders = controller.rawHeaders.map(String).map(hiddenName);
    delete headers[SHOWN];
    headers[HIDDEN] = encoding;
  },
};

/** Names and values alternate. */
function hiddenName(part: string, index: number): string {
  return index % 2 === 0 && part.toLowerCase() === SHOWN ? HIDDEN : part;
}
