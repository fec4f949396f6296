/**
 * Whether somebody has put a fetch of their own in the place of the global one: a test tool, a framework, or monitoring. It is then to
 * see the calls of this client as well.
 *
 * @module
 */

/** Node's own fetch, and nothing outside of Node, can load this. */
const NODE_OWN = "require('internal/deps/undici/undici')";

/**
 * A function that looks at the global fetch as it is now. It judges by what the function is, since it may have been patched before this
 * module was loaded. Should Node write its own in another way one day, calls take the slower way and still work.
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
