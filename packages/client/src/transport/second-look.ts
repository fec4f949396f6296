/**
 * Opens a second connection to explain a failure. Nothing is written to it, and no decision depends on it.
 *
 * @module
 */
import type { X509Certificate } from 'node:crypto';
import type { Socket } from 'node:net';
import { connect, type ConnectionOptions, type TLSSocket } from 'node:tls';
import { systemCodeOf } from '../errors/causes.ts';
import { authorityOf, type Route } from './connector.ts';
import { type Proxy, withoutBrackets } from './proxy.ts';
import { openTunnel } from './tunnel.ts';

const TIMEOUT_MS = 5_000;
/** Time to wait for an alert after the handshake, which is how TLS 1.3 asks for a client certificate. */
const ALERT_MS = 500;

/**
 * @param isWeak - The certificate was refused as too weak, so it can be read only with a lower security
 *   level.
 */
export async function presentedCertificate(
  url: URL,
  route: Route,
  isWeak: boolean,
): Promise<X509Certificate | undefined> {
  const socket = await open(url, route, isWeak ? { ciphers: 'DEFAULT@SECLEVEL=0' } : {});
  if (socket === undefined) return undefined;
  return new Promise((resolve) => {
    const finish = (): void => {
      const certificate = socket.getPeerX509Certificate();
      socket.destroy();
      resolve(certificate);
    };
    for (const event of ['secureConnect', 'error', 'timeout', 'close']) socket.once(event, finish);
  });
}

/** The code of the alert with which the peer ends an unused connection, if it does. */
export async function alertAfterHandshake(url: URL, route: Route): Promise<string | undefined> {
  const socket = await open(url, route, {});
  if (socket === undefined) return undefined;
  return new Promise((resolve) => {
    let patience: NodeJS.Timeout | undefined;
    const finish = (error?: unknown): void => {
      clearTimeout(patience);
      socket.destroy();
      resolve(systemCodeOf(error));
    };
    socket.once('secureConnect', () => (patience = setTimeout(finish, ALERT_MS)));
    socket.once('error', finish).once('timeout', finish).once('close', finish).resume();
  });
}

async function open(
  url: URL,
  { tls: { servername }, proxyFor }: Route,
  options: ConnectionOptions,
): Promise<TLSSocket | undefined> {
  const { protocol, hostname, port } = url;
  const proxy = proxyFor(url);
  try {
    const tunnel = proxy && (await tunnelOf(proxy, authorityOf(protocol, hostname, port)));
    return connect({
      host: withoutBrackets(hostname),
      port: Number(port || 443),
      servername,
      socket: tunnel,
      ...options,
      rejectUnauthorized: false,
      timeout: TIMEOUT_MS,
    });
  } catch {
    return undefined;
  }
}

function tunnelOf(proxy: Proxy, authority: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    openTunnel(proxy, authority, (error, socket) => {
      if (error === null) resolve(socket);
      else reject(error);
    });
  });
}
