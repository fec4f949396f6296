/**
 * Opens a connection through a proxy with CONNECT. The proxy sees only the address, because TLS begins inside
 * the tunnel. So the Center's certificate is checked as without a proxy. Failures here are reported as
 * failures of the proxy.
 *
 * @module
 */
import * as http from 'node:http';
import * as https from 'node:https';
import type { Socket } from 'node:net';
import { CloudLinkError } from '../errors/cloudlink-error.ts';
import { systemCodeOf } from '../errors/causes.ts';
import { type Proxy, withoutBrackets } from './proxy.ts';
import { isCertificateCode } from './tls-codes.ts';

const TIMEOUT_MS = 10_000;

/** Like the callback of undici's connectors. */
export type TunnelCallback = (...result: [null, Socket] | [Error, null]) => void;

/** @param authority - Host and port of the Center, such as `clc.example.com:443`. */
export function openTunnel(proxy: Proxy, authority: string, callback: TunnelCallback): void {
  const { protocol, hostname, port } = new URL(proxy.origin);
  const isTls = protocol === 'https:';
  const request = (isTls ? https : http).request({
    method: 'CONNECT',
    host: withoutBrackets(hostname),
    port: port === '' ? (isTls ? 443 : 80) : Number(port),
    path: authority,
    headers: {
      host: authority,
      // Node's option `auth` would set the `Authorization` header, which is for the Center.
      ...(proxy.authorization !== undefined && { 'proxy-authorization': proxy.authorization }),
    },
    agent: false,
    timeout: TIMEOUT_MS,
    rejectUnauthorized: true,
  });
  request
    .once('timeout', () => request.destroy(new Error(`no answer within ${String(TIMEOUT_MS)} ms`)))
    .once('error', (error) => callback(proxyFailure(proxy, error), null))
    .once('connect', ({ statusCode = 0 }, socket: Socket, head: Buffer) => {
      socket.setTimeout(0);
      if (statusCode >= 200 && statusCode < 300) {
        if (head.length > 0) socket.unshift(head);
        callback(null, socket);
        return;
      }
      socket.destroy();
      callback(refusal(proxy, authority, statusCode), null);
    })
    .end();
}

/** The error when the proxy itself cannot be reached. */
function proxyFailure({ origin }: Proxy, error: unknown): CloudLinkError {
  const code = systemCodeOf(error);
  if (code !== undefined && isCertificateCode(code)) {
    return new CloudLinkError(
      'untrusted_certificate',
      `The certificate of the proxy ${origin} is not trusted (${code}). Nothing was sent. Add its authority with NODE_EXTRA_CA_CERTS: tls.ca is only for the Center.`,
      { notSent: true },
    );
  }
  return new CloudLinkError(
    'unreachable',
    `No connection to the proxy ${origin}: ${code ?? 'it did not answer'}. Nothing was sent. Check the address and the port of the proxy.`,
    { notSent: true },
  );
}

/** The error when the proxy refuses the connection. */
function refusal({ origin, authorization }: Proxy, authority: string, status: number): CloudLinkError {
  const what = `The proxy ${origin} refused to connect to ${authority} (status ${String(status)}). Nothing was sent.`;
  // A proxy that cannot reach the Center is like an unreachable Center: the next node may work.
  if (status >= 500) {
    const hint = 'Check the address of the Center, and whether the proxy can reach it.';
    return new CloudLinkError('unreachable', `${what} ${hint}`, { notSent: true });
  }
  const asksForPassword =
    authorization === undefined
      ? 'It requires a user name and a password: use http://user:password@host:port.'
      : 'It refuses the user name or the password.';
  const hint =
    // Some proxies send 401.
    status === 407 || status === 401
      ? asksForPassword
      : 'Ask whoever runs the proxy to allow this address and port.';
  return new CloudLinkError('proxy_refused', `${what} ${hint}`, { notSent: true });
}
