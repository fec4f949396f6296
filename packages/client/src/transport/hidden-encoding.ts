/**
 * Keeps the runtime's fetch from decoding answers: it takes one that ends too early for a whole one. The encoding travels under another name, and
 * `decoded.ts` takes it away.
 *
 * @module
 */
import { responseWith } from './response-with.ts';
import { decodedResponse } from './decoded.ts';
import type { Dispatcher } from '#undici';

const SHOWN = 'content-encoding';
const HIDDEN = 'x-cloudlink-hidden-encoding';

/** For `agent.compose`. */
export function hideEncoding(dispatch: Dispatcher['dispatch']): Dispatcher['dispatch'] {
  return (options, handler) => dispatch(options, new EncodingHider(handler));
}

/** The answer decoded, with the name that the server used. What did not come through fetch has it. */
export async function revealEncoding(response: Response, signal: AbortSignal): Promise<Response> {
  const encoding = response.headers.get(HIDDEN) ?? response.headers.get(SHOWN);
  if (encoding === null) return response;
  const headers = new Headers(response.headers);
  headers.delete(HIDDEN);
  headers.set(SHOWN, encoding);
  return decodedResponse(responseWith(response.body, response, headers), encoding, signal);
}

/** Passes everything else on. */
class EncodingHider implements Dispatcher.DispatchHandler {
  readonly #handler: Dispatcher.DispatchHandler;

  constructor(handler: Dispatcher.DispatchHandler) {
    this.#handler = handler;
  }

  onRequestStart(...input: Parameters<NonNullable<Dispatcher.DispatchHandler['onRequestStart']>>): void {
    this.#handler.onRequestStart?.(...input);
  }
  onRequestUpgrade(...input: Parameters<NonNullable<Dispatcher.DispatchHandler['onRequestUpgrade']>>): void {
    this.#handler.onRequestUpgrade?.(...input);
  }
  onResponseStart(...input: Parameters<NonNullable<Dispatcher.DispatchHandler['onResponseStart']>>): void {
    const [controller, status, headers, statusText] = input;
    const encoding = headers[SHOWN];
    if (encoding !== undefined) {
      // Some versions of fetch look at these, others at the headers.
      if (Array.isArray(controller.rawHeaders))
        controller.rawHeaders = controller.rawHeaders.map(String).map(hiddenName);
      delete headers[SHOWN];
      headers[HIDDEN] = encoding;
    }
    this.#handler.onResponseStart?.(controller, status, headers, statusText);
  }
  onResponseData(...input: Parameters<NonNullable<Dispatcher.DispatchHandler['onResponseData']>>): void {
    this.#handler.onResponseData?.(...input);
  }
  onResponseEnd(...input: Parameters<NonNullable<Dispatcher.DispatchHandler['onResponseEnd']>>): void {
    this.#handler.onResponseEnd?.(...input);
  }
  onResponseError(...input: Parameters<NonNullable<Dispatcher.DispatchHandler['onResponseError']>>): void {
    this.#handler.onResponseError?.(...input);
  }
}

/** Names and values take turns. */
function hiddenName(part: string, index: number): string {
  return index % 2 === 0 && part.toLowerCase() === SHOWN ? HIDDEN : part;
}
