/**
 * Detects whether a test tool, a framework or monitoring has replaced the global fetch. That fetch should
 * then see the calls of this client too.
 *
 * @module
 */

/** Only Node's own fetch can load this. */
const NODE_OWN = "require('internal/deps/undici/undici')";

/**
 * Returns a function that checks the current global fetch. It checks the source of the function, because it
 * may have been patched before this module was loaded. If Node ever changes that source, calls take the
 * slower path and still work.
 */
export function watchGlobalFetch(): () => boolean {
  let last: unknown;
  let isPatched = false;
  return () => {
    const { fetch } = globalThis;
    if (fetch !== last) {
      last = fetch;
      isPatched = typeof fetch === 'function' && !Function.prototype.toString.call(fetch).includes(NODE_OWN);
    }
    return isPatched;
  };
}
