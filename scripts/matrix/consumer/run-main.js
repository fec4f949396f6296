/**
 * What run.mjs and run.cjs share: reads the emulator's facts, says which trust to use, and prints how the job ended. Part of `pnpm test:matrix`.
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import process from 'node:process';

/** A fingerprint that no certificate has. */
const WRONG = 'AB:'.repeat(31) + 'AB';

/** Ways to trust, by the names in scripts/matrix/trust.ts. */
const TRUST = {
  none: () => ({}),
  // The runtime reads it.
  NODE_EXTRA_CA_CERTS: () => ({}),
  '--use-system-ca': () => ({}),
  'tls.ca through a proxy': ({ ca }) => ({ tls: { ca }, proxy: process.env.CLOUDLINK_PROXY }),
  'tls.ca': ({ ca }) => ({ tls: { ca } }),
  'tls.fingerprint256': ({ fingerprint256 }) => ({ tls: { fingerprint256 } }),
  'another tls.ca, and NODE_TLS_REJECT_UNAUTHORIZED=0': ({ anotherCa }) => ({ tls: { ca: anotherCa } }),
  'wrong tls.fingerprint256': () => ({ tls: { fingerprint256: WRONG } }),
  // The runtimes' own ways, for those that do not take `tls`.
  'fetch of Bun': ({ ca }) => ({ fetch: (request) => fetch(request, { tls: { ca } }) }),
  'fetch of Deno': ({ ca }) => {
    const http = globalThis.Deno.createHttpClient({ caCerts: [ca] });
    return { fetch: (request) => fetch(request, { client: http }) };
  },
};

export async function main([factsFile, name], job) {
  const facts = JSON.parse(readFileSync(factsFile, 'utf8'));
  try {
    console.log(JSON.stringify({ saw: await job(facts, TRUST[name](facts)) }));
  } catch (error) {
    console.log(
      JSON.stringify({ code: error.code ?? error.name, message: error.message, stack: error.stack }),
    );
  }
}
