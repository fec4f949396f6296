/**
 * Opens connections to a node, directly or through a proxy. Verification is set explicitly, so that
 * `NODE_TLS_REJECT_UNAUTHORIZED` has no effect.
 *
 * @module
 */
import { createHash } from 'node:crypto';
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { CloudLinkError } from '../errors/cloudlink-error.ts';
import { type Proxy, withoutBrackets } from './proxy.ts';
import type { NodeTlsOptions } from './read-tls-options.ts';
import { formatFingerprint } from './tls-options.ts';
import { openTunnel } from './tunnel.ts';
import { buildConnector, type BuildConnector } from '#undici';

/** How to reach a node, and which certificate to trust. */
export interface Route {
  readonly tls: NodeTlsOptions;
  /** 64 hexadecimal digits in upper case. */
  readonly fingerprint256: string | undefined;
  /** Returns the proxy for an address. */
  readonly proxyFor: (url: URL) => Proxy | undefined;
}

export function createConnector({ tls, fingerprint256, proxyFor }: Route): BuildConnector.connector {
  const isPinnedOnly = fingerprint256 !== undefined && tls.ca === undefined;
  const direct = buildConnector({
    // If only a fingerprint is given, it alone is the identity. Names and authorities do not count.
    rejectUnauthorized: !isPinnedOnly,
    allowH2: false,
    ...tls,
    // A resumed session has no certificate to compare.
    ...(fingerprint256 === undefined ? {} : { maxCachedSessions: 0 }),
  });
  const connect = throughProxy(proxyFor, direct);
  return fingerprint256 === undefined ? connect : pinned(connect, fingerprint256);
}

/** TLS begins inside the tunnel. */
function throughProxy(
  proxyFor: Route['proxyFor'],
  connect: BuildConnector.connector,
): BuildConnector.connector {
  return (options, callback) => {
    const authority = authorityOf(options.protocol, options.hostname, options.port);
    const proxy = proxyFor(new URL(`${options.protocol}//${authority}`));
    if (proxy === undefined) {
      connect(options, callback);
      return;
    }
    openTunnel(proxy, authority, (error, socket) => {
      if (error !== null) callback(error, null);
      else if (options.protocol === 'https:') connect({ ...options, httpSocket: socket }, callback);
      else callback(null, socket);
    });
  };
}

/** Host and port as CONNECT writes them. */
export function authorityOf(protocol: string, hostname: string, port: string): string {
  const host = withoutBrackets(hostname);
  return `${host.includes(':') ? `[${host}]` : host}:${port || (protocol === 'https:' ? '443' : '80')}`;
}

/** Passes on a socket only when its certificate has the fingerprint. Nothing is written to it before. */
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
      // The handshake is still running although the connection was reported as ready, so a test tool imitates
      // it.
      const isImitated = 'secureConnecting' in socket && socket.secureConnecting === true;
      socket.destroy();
      callback(isImitated ? imitated(options) : mismatch(options, wanted, found), null);
    });
  };
}

/** Checked by the socket's methods. Returns `undefined` when the peer sent no certificate. */
function fingerprintOf(socket: Socket | TLSSocket): string | undefined {
  const certificate = 'getPeerX509Certificate' in socket ? socket.getPeerX509Certificate() : undefined;
  return certificate && createHash('sha256').update(certificate.raw).digest('hex').toUpperCase();
}

function mismatch(
  { protocol, hostname, port }: BuildConnector.Options,
  wanted: string,
  found: string | undefined,
): CloudLinkError {
  const shown =
    found === undefined ? 'no certificate' : `a certificate with SHA-256 ${formatFingerprint(found)}`;
  return new CloudLinkError(
    'untrusted_certificate',
    `${authorityOf(protocol, hostname, port)} presents ${shown}, but tls.fingerprint256 is ${formatFingerprint(wanted)}. Nothing was sent. ` +
      'If the certificate was replaced on purpose, get the new fingerprint from the appliance itself; otherwise somebody may be intercepting the connection.',
    { notSent: true },
  );
}

/** Test tools that replace sockets, such as MSW 3 and nock 15, have no certificate to compare. */
function imitated({ protocol, hostname, port }: BuildConnector.Options): CloudLinkError {
  return new CloudLinkError(
    'untrusted_certificate',
    `A test tool replaces the connection to ${authorityOf(protocol, hostname, port)} and sends no certificate, so tls.fingerprint256 cannot be checked. Nothing was sent. ` +
      'Leave out tls.fingerprint256 in such tests, or use tls.ca instead.',
    { notSent: true },
  );
}
