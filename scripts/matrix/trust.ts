/**
 * The ways to trust a certificate on each runtime, as docs/runtimes.md explains. A cell fails if its result
 * differs from this table, even if something starts to work. Part of `pnpm test:matrix`.
 *
 * @module
 */

/** The names are those in consumer/run-main.js. */
export type TrustName =
  | 'none'
  | 'tls.ca'
  | 'tls.fingerprint256'
  | 'wrong tls.fingerprint256'
  | 'another tls.ca, and NODE_TLS_REJECT_UNAUTHORIZED=0'
  | 'NODE_EXTRA_CA_CERTS'
  | '--use-system-ca'
  | 'tls.ca through a proxy'
  | 'fetch of Bun'
  | 'fetch of Deno';

/** `refused`: the call fails, and nothing was sent. */
export type Expected = 'works' | 'refused';

/**
 * Expected everywhere except in workerd and browsers. With the wrong fingerprint the runtime trusts the CA,
 * so that only the fingerprint can refuse.
 */
const ALWAYS: Readonly<Partial<Record<TrustName, Expected>>> = {
  'tls.ca through a proxy': 'works',
  none: 'refused',
  'wrong tls.fingerprint256': 'refused',
  'another tls.ca, and NODE_TLS_REJECT_UNAUTHORIZED=0': 'refused',
};

export const TRUST_ON_NODE: Readonly<Partial<Record<TrustName, Expected>>> = {
  'tls.ca': 'works',
  'tls.fingerprint256': 'works',
  NODE_EXTRA_CA_CERTS: 'works',
  '--use-system-ca': 'works',
  ...ALWAYS,
};

export const TRUST_ON_BUN: typeof TRUST_ON_NODE = {
  NODE_EXTRA_CA_CERTS: 'works',
  'fetch of Bun': 'works',
  'tls.ca': 'works',
  'tls.fingerprint256': 'works',
  ...ALWAYS,
};

export const TRUST_ON_DENO: typeof TRUST_ON_NODE = {
  NODE_EXTRA_CA_CERTS: 'works',
  'fetch of Deno': 'works',
  'tls.ca': 'works',
  'tls.fingerprint256': 'works',
  ...ALWAYS,
};
