/**
 * Writes a PKCS #12 bundle (RFC 7292): a certificate, and its private key encrypted with a password.
 *
 * @module
 */
import { createHash, createHmac, type KeyObject, randomBytes, X509Certificate } from 'node:crypto';
import { context, integer, NULL, octets, oid, sequence, set } from './der.ts';

const DATA = oid('1.2.840.113549.1.7.1');
const CERTIFICATE_BAG = oid('1.2.840.113549.1.12.10.1.3');
const X509 = oid('1.2.840.113549.1.9.22.1');
const SEALED_KEY_BAG = oid('1.2.840.113549.1.12.10.1.2');
const LOCAL_KEY_ID = oid('1.2.840.113549.1.9.21');
const SHA256 = oid('2.16.840.1.101.3.4.2.1');
const ITERATIONS = 2_048;
/** Block length of SHA-256. */
const BLOCK = 64;
/** Diversifier of keys for integrity (RFC 7292, appendix B.3). */
const FOR_INTEGRITY = 3;

/** @param certificate - As PEM. */
export function pkcs12(certificate: string, privateKey: KeyObject, password: string): Buffer {
  const { raw } = new X509Certificate(certificate);
  const id = createHash('sha1').update(raw).digest();
  const attributes = set(sequence(LOCAL_KEY_ID, set(octets(id))));
  const certificateBag = sequence(X509, context(0, true, octets(raw)));
  // Node writes the EncryptedPrivateKeyInfo of the bag.
  const sealedKey = privateKey.export({
    type: 'pkcs8',
    format: 'der',
    cipher: 'aes-256-cbc',
    passphrase: password,
  });
  const contents = [
    sequence(sequence(CERTIFICATE_BAG, context(0, true, certificateBag), attributes)),
    sequence(sequence(SEALED_KEY_BAG, context(0, true, sealedKey), attributes)),
  ];
  const safe = sequence(...contents.map(dataOf));
  return sequence(integer(Buffer.from([3])), dataOf(safe), macOf(safe, password));
}

function dataOf(content: Buffer): Buffer {
  return sequence(DATA, context(0, true, octets(content)));
}

function macOf(safe: Buffer, password: string): Buffer {
  const salt = randomBytes(8);
  const mac = createHmac('sha256', macKey(password, salt)).update(safe).digest();
  const digest = sequence(sequence(SHA256, NULL), octets(mac));
  return sequence(digest, octets(salt), integer(Buffer.from([ITERATIONS >>> 8, ITERATIONS & 0xff])));
}

/** RFC 7292, appendix B.2. One round gives the 32 bytes that are needed. */
function macKey(password: string, salt: Buffer): Buffer {
  const text = Buffer.from(`${password}\0`, 'utf16le').swap16();
  const filled = (bytes: Buffer): Buffer => Buffer.alloc(Math.ceil(bytes.length / BLOCK) * BLOCK, bytes);
  let key = Buffer.concat([Buffer.alloc(BLOCK, FOR_INTEGRITY), filled(salt), filled(text)]);
  for (let round = 0; round < ITERATIONS; round += 1) key = createHash('sha256').update(key).digest();
  return key;
}
