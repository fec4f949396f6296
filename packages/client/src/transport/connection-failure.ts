/**
 * Explains failed connections whose code says more than "no answer". Loaded with the first failure.
 *
 * @module
 */
import { CloudLinkError, isCloudLinkError } from '../errors/cloudlink-error.ts';
import { causesOf } from '../errors/causes.ts';
import { certificateError } from './certificate-error.ts';
import type { Route } from './connector.ts';
import { alertAfterHandshake } from './second-look.ts';
import { handshakeProblem, isCertificateCode, isSilentEnd } from './tls-codes.ts';

/** Returns `undefined` for a failure that has nothing to do with TLS. */
export type ExplainConnection = (
  error: unknown,
  url: URL,
  notSent: boolean,
) => Promise<CloudLinkError | undefined>;

export function explainConnections(route: Route): ExplainConnection {
  let alert: Promise<string | undefined> | undefined;
  const alertOf = async (code: string, url: URL): Promise<string> => {
    if (url.protocol !== 'https:' || !isSilentEnd(code)) return code;
    // An alert after the handshake is lost if the request was already being sent. One check per client is
    // enough.
    alert ??= alertAfterHandshake(url, route);
    return (await alert) ?? code;
  };
  return async (error, url, notSent) => {
    for (const cause of causesOf(error)) {
      if (isCloudLinkError(cause)) return cause;
      const { code, message } = cause;
      if (typeof code !== 'string') continue;
      // Certificates are checked before anything is sent. A later error that names one has another source.
      if (notSent && isCertificateCode(code)) return certificateError(code, message, url, route);
      const known = await alertOf(code, url);
      const problem = problemOf(known, url, route);
      if (problem !== undefined)
        return new CloudLinkError('unreachable', problem, { cause: new Error(known), notSent });
    }
    return undefined;
  };
}

function problemOf(code: string, { protocol, host }: URL, { tls }: Route): string | undefined {
  if (protocol === 'https:')
    return handshakeProblem(code, host, tls.cert !== undefined || tls.pfx !== undefined);
  // A TLS server ends the connection, or sends something that is not HTTP.
  if (code === 'UND_ERR_SOCKET' || code.startsWith('HPE_'))
    return `No answer from ${host}: it does not speak plain HTTP, or ended the connection (${code}). If that port expects TLS, use https:// in baseUrl.`;
  return undefined;
}
