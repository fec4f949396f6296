/**
 * Reads the options that define how to reach a node, without loading Node's TLS or undici.
 *
 * @module
 */
import type { Route } from './connector.ts';
import { parseProxy } from './proxy.ts';
import { readTlsOptions } from './read-tls-options.ts';
import { proxySwitch } from './proxy-switch.ts';
import { normalizeFingerprint } from './tls-options.ts';
import type { TransportOptions } from './transport.ts';

/** @throws TypeError on an invalid option. */
export function readRoute({ tls = {}, proxy }: TransportOptions): Route {
  const { fingerprint256 } = tls;
  const fixed = proxy === undefined ? undefined : parseProxy(proxy);
  return {
    tls: readTlsOptions(tls),
    fingerprint256: fingerprint256 === undefined ? undefined : normalizeFingerprint(fingerprint256),
    proxyFor: fixed === undefined ? proxySwitch : () => fixed,
  };
}
