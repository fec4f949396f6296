/**
 * Reads the TLS options of a caller when the client is created, so that mistakes are reported at once.
 *
 * @module
 */
import { systemCodeOf } from '../errors/causes.ts';
import { pemsOf } from './certificates.ts';
import { normalizeFingerprint, type TlsOptions } from './tls-options.ts';

/** The options that are passed to Node's `tls.connect` unchanged. */
export interface NodeTlsOptions {
  readonly ca?: string[];
  readonly servername?: string;
  readonly cert?: string | Buffer;
  readonly key?: string | Buffer;
  readonly pfx?: Buffer;
  readonly passphrase?: string;
}

const NAMES: ReadonlySet<string> = new Set([
  'ca',
  'fingerprint256',
  'servername',
  'cert',
  'key',
  'pfx',
  'passphrase',
]);

/** @throws TypeError on an unknown or malformed option. */
export function readTlsOptions(tls: TlsOptions): NodeTlsOptions {
  if (typeof tls !== 'object' || tls === null)
    throw new TypeError('tls must be an object, such as { ca } or { fingerprint256 }.');
  for (const name of Object.keys(tls)) {
    if (!NAMES.has(name))
      throw new TypeError(
        `tls.${name} is not an option. Trust a certificate with tls.ca or tls.fingerprint256.`,
      );
  }
  const { ca, fingerprint256, servername } = tls;
  if (fingerprint256 !== undefined) normalizeFingerprint(fingerprint256);
  if (servername !== undefined && (typeof servername !== 'string' || servername === ''))
    throw new TypeError('tls.servername must be a name, such as "clc.example.com".');
  return {
    ...(ca !== undefined && { ca: pemsOf(ca) }),
    ...(servername !== undefined && { servername }),
    ...clientCertificateOf(tls),
  };
}

/** @throws TypeError when certificate, key and passphrase do not match. Its message contains none of them. */
function clientCertificateOf({
  cert,
  key,
  pfx,
  passphrase,
}: TlsOptions): Pick<NodeTlsOptions, 'cert' | 'key' | 'pfx' | 'passphrase'> {
  if (cert === undefined && key === undefined && pfx === undefined) {
    if (passphrase === undefined) return {};
    throw new TypeError('tls.passphrase belongs to tls.key or tls.pfx, and neither is given.');
  }
  if (pfx !== undefined ? cert !== undefined || key !== undefined : cert === undefined || key === undefined)
    throw new TypeError('A client certificate is tls.cert and tls.key together, or tls.pfx alone.');
  const given = {
    ...(cert !== undefined && { cert: textOrBytes(cert) }),
    ...(key !== undefined && { key: textOrBytes(key) }),
    ...(pfx !== undefined && { pfx: Buffer.from(pfx) }),
    ...(passphrase !== undefined && { passphrase }),
  };
  try {
    // Not imported, because few clients have a certificate and all would load it.
    process.getBuiltinModule('node:tls').createSecureContext(given);
  } catch (error) {
    const names = pfx === undefined ? 'tls.cert and tls.key do not match' : 'tls.pfx cannot be read';
    throw new TypeError(
      `${names}, or tls.passphrase is wrong or missing (${systemCodeOf(error) ?? 'unreadable'}). Pass contents, not paths: read the files first.`,
      { cause: error },
    );
  }
  return given;
}

function textOrBytes(value: string | Uint8Array): string | Buffer {
  return typeof value === 'string' ? value : Buffer.from(value);
}
