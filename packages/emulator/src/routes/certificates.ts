/**
 * Certificates of the Center's servers: real signing requests, and real previews of uploaded files.
 *
 * @module
 */
import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { CertificatePreview } from '@cloudlink-center/spec';
import { knownFrom } from '../evidence.ts';
import { exampleAnswer } from '../internal/openapi.ts';
import { newKeys, signingRequest, type Subject } from '../internal/x509.ts';
import { type Call, FileAnswer, type Handler, type Handlers } from './handler.ts';

const GROUPS = ['kmip.certificates', 'kubernetes.certificates', 'webCertificate'] as const;

/** The query parameters of a signing request, and their attributes. */
const FIELDS = { cn: 'CN', o: 'O', ou: 'OU', l: 'L', st: 'ST', c: 'C' } as const;

export const certificates: Handlers = {
  ...Object.fromEntries(GROUPS.map((group) => [`${group}.createSigningRequest`, createRequest])),
  ...Object.fromEntries(GROUPS.map((group) => [`${group}.preview`, preview(`${group}.preview`)])),
  'kmip.certificates.download': ({ node }) => new FileAnswer('ca.pem', node.authority.certificate),
  'kubernetes.certificates.download': ({ node }) => new FileAnswer('ca.pem', node.authority.certificate),
};

/** Creates a new key pair on each call (V). */
function createRequest({ query }: Call): FileAnswer {
  const subject: Subject = Object.entries(FIELDS).flatMap(([parameter, name]) => {
    const value = query[parameter] ?? '';
    return value === '' ? [] : [[name, value] as const];
  });
  return new FileAnswer('request.csr', signingRequest(subject, newKeys()));
}

/**
 * For a file that is not a certificate, returns the example of the specification, since the appliance's
 * response is not known.
 */
function preview(operationId: string): Handler {
  return knownFrom('I', async ({ files }) => {
    const upload = files.get('certificate');
    const text = upload && (await readFile(upload.path));
    try {
      return previewOf(new X509Certificate(text ?? ''));
    } catch {
      return exampleAnswer(operationId);
    }
  });
}

function previewOf(certificate: X509Certificate): CertificatePreview {
  const { subject, issuer, serialNumber, fingerprint256, validFrom, validTo } = certificate;
  return {
    subject: subject.replaceAll('\n', ', '),
    issuer: issuer.replaceAll('\n', ', '),
    serial: serialNumber,
    fingerprint: fingerprint256,
    start_date: new Date(validFrom).toISOString(),
    end_date: new Date(validTo).toISOString(),
  };
}
