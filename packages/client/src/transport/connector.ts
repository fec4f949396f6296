/**
 * Opens connections to a node, through a proxy or not. Verification is set here explicitly, so that NODE_TLS_REJECT_UNAUTHORIZED
 * changes nothing.
 *
 * @module
 */
import { createHash } from 'node:crypto';
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { CloudLinkError } from '../errors/cloudlink-error.ts';
import type { Proxy } from './proxy.ts';
import type { NodeTlsOptions } from './read-tls-options.ts';
import { formatFingerprint } from './tls-options.ts';
import { openTunnel } from './tunnel.ts';
import { buildConnector, type BuildConnector } from '#undici';

/** How a node is reached, and whom to trust there. */
export interface Route {
  readonly tls: NodeTlsOptions;
  /** 64 hexadecimal digits in upper case. */
  readonly fingerprint256: string | undefined;
  /** The proxy on the way to an address. */
  readonly proxyFor: (url: URL) => Proxy | undefined;
}

export function createConnector({ tls, fingerprint256, proxyFor }: Route): BuildConnector.connector {
  const isPinnedOnly = fingerprint256 !== undefined && tls.ca === undefined;
  const direct = buildConnector({
    // With only a fingerprint, the fingerprint is the identity; names and authorities say nothing about it.
    rejectUnauthorized: !isPinnedOnly,
    allowH2: false,
    ...tls,
    // A resumed session has no certificate to compare.
    ...(fingerprint256 === undefined ? {} : { maxCachedSessions: 0 }),
  });
  const connect = throughProxy(proxyFor, direct);
  return fingerprint256 === undefined ? connect : pinned(connect, fingerprint256);
}

/** TLS begins inside of the tunnel. */
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

/** Host and port, as CONNECT names them. */
export function authorityOf(protocol: string, hostname: string, port: string): string {
  const host = hostname.includes(':') && !hostname.startsWith('[') ? `[${hostname}]` : hostname;
  return `${host}:${port || (protocol === 'https:' ? '443' : '80')}`;
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
      // Of a connection whose handshake is not over, somebody said that it is.
      const isImitated = 'secureConnecting' in socket && socket.secureConnecting === true;
      socket.destroy();
      callback(isImitated ? imitated(options) : mismatch(options, wanted, found), null);
    });
  };
}

/** Judged by what the socket has. Undefined: the peer showed no certificate. */
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
      'If the certificate was replaced on purpose, get the new fingerprint from the appliance itself; otherwise somebody may stand in between.',
    { notSent: true },
  );
}

/** Test tools that stand in for sockets, such as MSW 3 and nock 15, have no certificate to compare. */
function imitated({ protocol, hostname, port }: BuildConnector.Options): CloudLinkError {
  return new CloudLinkError(
    'untrusted_certificate',
    `A test tool stands in for the connection to ${authorityOf(protocol, hostname, port)} and shows no certificate, so tls.fingerprint256 cannot be checked. Nothing was sent. ` +
      'Leave tls.fingerprint256 out in such tests, or give tls.ca in its place.',
    { notSent: true },
  );
}
