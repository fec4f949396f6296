/**
 * Reads the caller's certificates: PEM or DER, one or several. It reports mistakes at once, because OpenSSL
 * silently skips what it cannot read.
 *
 * @module
 */
const BLOCK = /-----BEGIN ([A-Z0-9 ]+)-----([\s\S]*?)-----END \1-----/g;
const CERTIFICATE_LABELS: ReadonlySet<string> = new Set(['CERTIFICATE', 'X509 CERTIFICATE']);
/** The first byte of DER: a sequence. */
const SEQUENCE = 0x30;

/**
 * @returns One PEM text for each certificate.
 * @throws TypeError that says what is wrong with `tls.ca`.
 */
export function pemsOf(ca: unknown): string[] {
  const list: readonly unknown[] = Array.isArray(ca) ? ca : [ca];
  if (list.length === 0) {
    throw new TypeError(
      'tls.ca is an empty list, so nothing would be trusted. Leave it out to trust the authorities of the system.',
    );
  }
  return list.flatMap((one, index) => read(one, Array.isArray(ca) ? `tls.ca[${String(index)}]` : 'tls.ca'));
}

function read(value: unknown, name: string): string[] {
  if (typeof value === 'string') return readPem(value, name);
  // Accepts bytes of any realm.
  if (!ArrayBuffer.isView(value))
    throw new TypeError(`${name} must be the PEM text of a certificate, or the bytes of PEM or DER.`);
  const bytes = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  if (bytes[0] !== SEQUENCE) return readPem(bytes.toString('utf8'), name);
  return [parse(bytes, name, 'Its DER is cut off or damaged.')];
}

function readPem(text: string, name: string): string[] {
  if (!text.includes('-----BEGIN ')) {
    throw new TypeError(
      `${name} must be the PEM text of a certificate, not a path: read the file first, such as readFileSync('clc-ca.pem').`,
    );
  }
  if (/\\r|\\n/.test(text)) {
    throw new TypeError(
      `${name} contains "\\n" as two characters, as environment variables often do. Insert line breaks: pem.replaceAll('\\\\n', '\\n').`,
    );
  }
  const blocks = [...text.matchAll(BLOCK)];
  if (blocks.length < text.split('-----BEGIN ').length - 1)
    throw new TypeError(`${name} is cut off: a "-----BEGIN" has no matching "-----END".`);
  return blocks.map(([block, label = '']) => {
    if (label.includes('PRIVATE KEY'))
      throw new TypeError(`${name} contains a private key. Pass certificates only.`);
    if (!CERTIFICATE_LABELS.has(label))
      throw new TypeError(`${name} contains a "${label}", which is not a certificate.`);
    return parse(block, name, 'Its PEM is cut off or damaged.');
  });
}

function parse(certificate: string | Buffer, name: string, problem: string): string {
  try {
    // Not imported, because it takes time to load and a client without `ca` does not need it.
    return new (process.getBuiltinModule('node:crypto').X509Certificate)(certificate).toString();
  } catch {
    throw new TypeError(`${name} cannot be read. ${problem}`);
  }
}
