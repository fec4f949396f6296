/**
 * Opens TLS connections. Verification is set here explicitly, so that NODE_TLS_REJECT_UNAUTHORIZED changes nothing.
 *
 * @module
 */
import { createHash } from 'node:crypto';
import { TLSSocket } from 'node:tls';
import { CloudLinkError } from '../errors/cloudlink-error.ts';
import { formatFingerprint, normalizeFingerprint, type TlsOptions } from './tls-options.ts';
import { buildConnector, type BuildConnector } from './undici.ts';

export function createConnector(tls: TlsOptions): BuildConnector.connector {
  const { fingerprint256 } = tls;
  const isPinnedOnly = fingerprint256 !== undefined && tls.ca === undefined;
  const connect = buildConnector({
    // With only a fingerprint, the fingerprint is the identity; names and authorities say nothing about it.
    rejectUnauthorized: !isPinnedOnly,
    allowH2: false,
    ...nodeTlsOptions(tls),
    // A resumed session has no certificate to compare.
    ...(fingerprint256 === undefined ? {} : { maxCachedSessions: 0 }),
  });
  return fingerprint256 === undefined ? connect : pinned(connect, normalizeFingerprint(fingerprint256));
}

/** The part of the options that Node's `tls.connect` takes as it is. */
function nodeTlsOptions({ ca, servername }: TlsOptions): {
  ca?: (string | Buffer)[];
  servername?: string;
} {
  const authorities = ca === undefined ? [] : typeof ca === 'string' || ca instanceof Uint8Array ? [ca] : ca;
  return {
    ...(ca === undefined
      ? {}
      : { ca: authorities.map((one) => (typeof one === 'string' ? one : Buffer.from(one))) }),
    ...(servername === undefined ? {} : { servername }),
  };
}

/** Hands a socket over only when its certificate has the fingerprint: until then, nothing is written to it. */
function pinned(connect: BuildConnector.connector, wanted: string): BuildConnector.connector {
  return (options, callback) => {
    connect(options, (error, socket) => {
      if (error !== null) {
        callback(error, null);
        return;
      }
      const found = fingerprintOf(socket);
      if (found === wanted) {
        callback(null, socket);
        return;
      }
      socket.destroy();
      callback(mismatch(options, wanted, found), null);
    });
  };
}

function fingerprintOf(socket: unknown): string | undefined {
  const certificate = socket instanceof TLSSocket ? socket.getPeerX509Certificate() : undefined;
  return certificate && createHash('sha256').update(certificate.raw).digest('hex').toUpperCase();
}

function mismatch(
  { hostname, port }: BuildConnector.Options,
  wanted: string,
  found: string | undefined,
): CloudLinkError {
  const shown =
    found === undefined ? 'no certificate' : `a certificate with SHA-256 ${formatFingerprint(found)}`;
  return new CloudLinkError(
    'untrusted_certificate',
    `${hostname}:${port || 443} presents ${shown}, but tls.fingerprint256 is ${formatFingerprint(wanted)}. Nothing was sent. ` +
      'If the certificate was replaced on purpose, get the new fingerprint from the appliance itself; otherwise somebody may stand in between.',
    { notSent: true },
  );
}
