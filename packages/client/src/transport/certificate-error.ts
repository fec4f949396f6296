/**
 * Explains why the Center's certificate was refused, shows which one it was, and says what to do.
 *
 * @module
 */
import { createHash, X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { CloudLinkError } from '../errors/cloudlink-error.ts';
import type { Route } from './connector.ts';
import { presentedCertificate } from './second-look.ts';
import { formatFingerprint } from './tls-options.ts';
import { isWeakCode } from './tls-codes.ts';

const MOST_NAMES = 10;
const EXCERPT_LENGTH = 200;

/** @param reason - Node's own message. */
export async function certificateError(
  code: string,
  reason: string,
  url: URL,
  route: Route,
): Promise<CloudLinkError> {
  const isWeak = isWeakCode(code);
  const certificate = await presentedCertificate(url, route, isWeak);
  const fingerprint = certificate && fingerprintOf(certificate);
  const what = certificate && explanation(code, certificate, url, route);
  const weakness = `is too weak for this runtime (${reason}): it needs a signature with SHA-256 and an RSA key of 2048 bits or more. Replace it on the Center`;
  const problem = isWeak ? weakness : (what ?? `is not trusted (${code})`);
  const shown = fingerprint === undefined ? '' : ` Its SHA-256 is ${fingerprint}.`;
  return new CloudLinkError(
    'untrusted_certificate',
    `The certificate of ${url.host} ${problem}.${shown} Nothing was sent. ${howToTrust(fingerprint, what !== undefined || isWeak)}`,
    { cause: new Error(code), notSent: true },
  );
}

function howToTrust(fingerprint: string | undefined, isExplained: boolean): string {
  const pin = `tls: { fingerprint256: '${fingerprint ?? '<SHA-256>'}' }`;
  const compare =
    'Compare that fingerprint with one from another source, such as the console of the appliance; if they match,';
  if (isExplained)
    return `To trust this certificate anyway, check its fingerprint. ${compare} ${pin} trusts it.`;
  return `${compare} trust it in one of two ways: tls: { ca: <PEM of the authority or of the certificate> } or ${pin}.`;
}

/** An explanation for codes that have one. */
function explanation(code: string, certificate: X509Certificate, url: URL, route: Route): string | undefined {
  const now = new Date().toISOString();
  const { servername, ca } = route.tls;
  switch (code) {
    case 'CERT_HAS_EXPIRED':
      return `has expired (${code}): it was valid until ${dateOf(certificate.validTo)}, and the clock of this machine says ${now}. Check the clock, and renew the certificate on the Center`;
    case 'CERT_NOT_YET_VALID':
      return `is not valid yet (${code}): it is valid from ${dateOf(certificate.validFrom)}, and the clock of this machine says ${now}. Check the clock here and that of the Center`;
    case 'HOSTNAME_MISMATCH':
    case 'ERR_TLS_CERT_ALTNAME_INVALID': {
      const names = namesOf(certificate);
      const name = names.find((one) => isIP(one) === 0) ?? names[0] ?? 'clc.example.com';
      return `does not name ${servername ?? url.hostname} (${code}): its names are ${names.join(', ') || 'none'}. Use one of them in baseUrl, or set the name to expect: tls: { ca, servername: '${name}' }`;
    }
    default:
      return ca !== undefined && isLeafGivenAsAuthority(certificate, ca)
        ? `is the one in tls.ca (${code}), but another authority signed it: "${excerpt(certificate.issuer)}". Set tls.ca to the certificate of that authority`
        : undefined;
  }
}

function isLeafGivenAsAuthority(certificate: X509Certificate, ca: readonly string[]): boolean {
  if (certificate.issuer === certificate.subject) return false;
  return ca.some((pem) => new X509Certificate(pem).fingerprint256 === certificate.fingerprint256);
}

/** The names in the certificate, which is not trusted. */
function namesOf({ subjectAltName, subject }: X509Certificate): string[] {
  // Node escapes a comma in a name.
  const names = [...(subjectAltName ?? '').matchAll(/(?:DNS|IP Address):([^,]+)/g)].map(
    ([, name = '']) => name,
  );
  if (names.length === 0) names.push(...[...subject.matchAll(/^CN=(.+)/gm)].map(([, name = '']) => name));
  return names.slice(0, MOST_NAMES).map(excerpt);
}

function excerpt(text: string): string {
  // Control characters could forge lines in a log.
  const line = text.replace(/[\s\p{Cc}]+/gu, ' ').trim();
  return line.length > EXCERPT_LENGTH ? `${line.slice(0, EXCERPT_LENGTH)}...` : line;
}

function dateOf(text: string): string {
  const date = new Date(text);
  return Number.isNaN(date.getTime()) ? excerpt(text) : date.toISOString();
}

function fingerprintOf({ raw }: X509Certificate): string {
  return formatFingerprint(createHash('sha256').update(raw).digest('hex').toUpperCase());
}
