/**
 * A handler of undici's dispatcher with another one before it. What watches requests is in `phase-watcher.ts`
 * and `hidden-encoding.ts`.
 *
 * @module
 */
import type { Dispatcher } from '#undici';

type Handler = Required<Dispatcher.DispatchHandler>;
/** Is told of an event before the handler, with the same input, which it may change in place. */
export type Watch = { readonly [Name in keyof Handler]?: (...input: Parameters<Handler[Name]>) => void };

export function watchedHandler(
  handler: Dispatcher.DispatchHandler,
  watch: Watch,
): Dispatcher.DispatchHandler {
  return {
    onRequestStart(...input) {
      watch.onRequestStart?.(...input);
      handler.onRequestStart?.(...input);
    },
    onRequestUpgrade(...input) {
      watch.onRequestUpgrade?.(...input);
      handler.onRequestUpgrade?.(...input);
    },
    onResponseStart(...input) {
      watch.onResponseStart?.(...input);
      handler.onResponseStart?.(...input);
    },
    onResponseData(...input) {
      watch.onResponseData?.(...input);
      handler.onResponseData?.(...input);
    },
    onResponseEnd(...input) {
      watch.onResponseEnd?.(...input);
      handler.onResponseEnd?.(...input);
    },
    onResponseError(...input) {
      watch.onResponseError?.(...input);
      handler.onResponseError?.(...input);
    },
  };
}
