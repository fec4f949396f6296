/**
 * Opens a connection through a proxy with CONNECT. The proxy sees the address and nothing of what passes: TLS begins inside, so the
 * Center's certificate is checked as without a proxy. A failure here is the proxy's, and is told so.
 *
 * @module
 */
import * as http from 'node:http';
import * as https from 'node:https';
import type { Socket } from 'node:net';
import { CloudLinkError } from '../errors/cloudlink-error.ts';
import { systemCodeOf } from '../errors/causes.ts';
import type { Proxy } from './proxy.ts';
import { isCertificateCode } from './tls-codes.ts';

const TIMEOUT_MS = 10_000;

/** As undici's connectors report. */
export type TunnelCallback = (...result: [null, Socket] | [Error, null]) => void;

/** @param authority - Host and port of the Center, such as `clc.example.com:443`. */
export function openTunnel(proxy: Proxy, authority: string, callback: TunnelCallback): void {
  const { protocol, hostname, port } = new URL(proxy.origin);
  const isTls = protocol === 'https:';
  const request = (isTls ? https : http).request({
    method: 'CONNECT',
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? (isTls ? 443 : 80) : Number(port),
    path: authority,
    headers: {
      host: authority,
      // The option `auth` of Node would set the header for the Center.
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

/** The proxy itself cannot be reached. */
function proxyFailure({ origin }: Proxy, error: unknown): CloudLinkError {
  const code = systemCodeOf(error);
  if (code !== undefined && isCertificateCode(code)) {
    return new CloudLinkError(
      'untrusted_certificate',
      `The certificate of the proxy ${origin} is not trusted (${code}). Nothing was sent. Name the file of its authority in NODE_EXTRA_CA_CERTS: tls.ca is for the Center.`,
      { notSent: true },
    );
  }
  return new CloudLinkError(
    'unreachable',
    `No connection to the proxy ${origin}: ${code ?? 'it did not answer'}. Nothing was sent. Check the address and the port of the proxy.`,
    { notSent: true },
  );
}

/** The proxy answered, and opens no connection. */
function refusal({ origin, authorization }: Proxy, authority: string, status: number): CloudLinkError {
  const what = `The proxy ${origin} answered with ${String(status)} and opens no connection to ${authority}. Nothing was sent.`;
  // A proxy that cannot get there is like a Center that cannot be reached: the next node may do.
  if (status >= 500) {
    const hint = 'Check the address of the Center, and whether the proxy can reach it.';
    return new CloudLinkError('unreachable', `${what} ${hint}`, { notSent: true });
  }
  const asksForPassword =
    authorization === undefined
      ? 'It asks for a user name and a password: give them as http://user:password@host:port.'
      : 'It refuses the user name or the password.';
  const hint =
    // Some proxies say 401.
    status === 407 || status === 401
      ? asksForPassword
      : 'Ask whoever runs the proxy to allow this address and port.';
  return new CloudLinkError('proxy_refused', `${what} ${hint}`, { notSent: true });
}
