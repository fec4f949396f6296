/**
 * Says what to do when Node refused the Center's certificate, and shows which certificate it was.
 *
 * @module
 */
import { createHash } from 'node:crypto';
import { connect } from 'node:tls';
import { CloudLinkError } from '../errors/cloudlink-error.ts';
import { formatFingerprint, type TlsOptions } from './tls-options.ts';

const TIMEOUT_MS = 5_000;

/** Node's codes for a certificate that does not verify. */
const CERTIFICATE_CODE =
  /^(CERT_|CRL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|INVALID_CA|INVALID_PURPOSE|HOSTNAME_MISMATCH|PATH_LENGTH_EXCEEDED|ERR_TLS_CERT_ALTNAME_INVALID)/;

/** The refusal of a certificate in a chain of causes, or undefined for any other failure. */
export async function certificateError(
  error: unknown,
  url: URL,
  tls: TlsOptions,
): Promise<CloudLinkError | undefined> {
  for (let current = error; current instanceof Error; current = current.cause) {
    if (current instanceof CloudLinkError) return current;
    if ('code' in current && typeof current.code === 'string' && CERTIFICATE_CODE.test(current.code)) {
      return explain(current.code, url, await presentedFingerprint(url, tls));
    }
  }
  return undefined;
}

function explain(code: string, url: URL, fingerprint: string | undefined): CloudLinkError {
  const shown = fingerprint === undefined ? '' : ` Its SHA-256 is ${fingerprint}.`;
  return new CloudLinkError(
    'untrusted_certificate',
    `The certificate of ${url.host} is not trusted (${code}).${shown} Nothing was sent. Compare that fingerprint with one obtained ` +
      'another way, such as the console of the appliance; if they are the same, trust it in one of two ways: ' +
      `tls: { ca: <PEM of the authority or of the certificate> } or tls: { fingerprint256: '${fingerprint ?? '<SHA-256>'}' }.`,
    { cause: new Error(code), notSent: true },
  );
}

/** A second connection that reads the certificate and ends: nothing is written to it, and nothing is decided by it. */
function presentedFingerprint(url: URL, { servername }: TlsOptions): Promise<string | undefined> {
  return new Promise((resolve) => {
    const host = url.hostname.replace(/^\[|\]$/g, '');
    const socket = connect({
      host,
      port: Number(url.port || 443),
      ...(servername === undefined ? {} : { servername }),
      rejectUnauthorized: false,
      timeout: TIMEOUT_MS,
    });
    const finish = (fingerprint?: string): void => {
      socket.destroy();
      resolve(fingerprint);
    };
    socket.once('error', () => finish());
    socket.once('timeout', () => finish());
    socket.once('secureConnect', () => {
      const raw = socket.getPeerX509Certificate()?.raw;
      finish(raw && formatFingerprint(createHash('sha256').update(raw).digest('hex').toUpperCase()));
    });
  });
}
