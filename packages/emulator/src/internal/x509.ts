/**
 * Certificates (RFC 5280) and signing requests (RFC 2986) with ECDSA P-256 keys.
 *
 * @module
 */
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { isIP, isIPv4 } from 'node:net';
import { bits, context, integer, octets, oid, printable, sequence, set, time, TRUE, utf8 } from './der.ts';

/** The subject of a certificate: short names of attributes and their values, in order. */
export type Subject = readonly (readonly [name: keyof typeof ATTRIBUTES, value: string])[];
export type KeyPair = { readonly publicKey: KeyObject; readonly privateKey: KeyObject };
export interface Authority {
  readonly subject: Subject;
  readonly keys: KeyPair;
  /** As PEM. */
  readonly certificate: string;
}
export interface Wanted {
  readonly subject: Subject;
  readonly publicKey: KeyObject;
  readonly days: number;
  readonly notBefore: Date;
  /** Names and addresses of the server. */
  readonly names?: readonly string[];
  readonly use: 'server' | 'client' | 'authority';
}

const ATTRIBUTES = {
  CN: '2.5.4.3',
  O: '2.5.4.10',
  OU: '2.5.4.11',
  L: '2.5.4.7',
  ST: '2.5.4.8',
  C: '2.5.4.6',
} as const;
const ECDSA_SHA256 = sequence(oid('1.2.840.10045.4.3.2'));
const USES = { server: '1.3.6.1.5.5.7.3.1', client: '1.3.6.1.5.5.7.3.2' } as const;
const DAY_MS = 24 * 3_600_000;

export function newKeys(): KeyPair {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' });
}

export function newAuthority(name: string, days: number, notBefore: Date): Authority {
  const keys = newKeys();
  const subject: Subject = [['CN', name]];
  const wanted: Wanted = { subject, publicKey: keys.publicKey, days, notBefore, use: 'authority' };
  return { subject, keys, certificate: issue(wanted, subject, keys) };
}

/** Issues a certificate, as PEM. */
export function certify(authority: Authority, wanted: Wanted): string {
  return issue(wanted, authority.subject, authority.keys);
}

/** Creates a signing request, as PEM. */
export function signingRequest(subject: Subject, keys: KeyPair): string {
  const info = sequence(integer(Buffer.from([0])), nameOf(subject), spki(keys.publicKey), context(0, true));
  return pem('CERTIFICATE REQUEST', signed(info, keys));
}

/** The private key as PEM (PKCS #8). */
export function privatePem(key: KeyObject): string {
  return key.export({ type: 'pkcs8', format: 'pem' }).toString();
}

function issue(wanted: Wanted, issuer: Subject, issuerKeys: KeyPair): string {
  const { subject, publicKey, days, notBefore } = wanted;
  const serial = randomBytes(16);
  serial[0] = 0x40 | ((serial[0] ?? 0) & 0x3f); // Positive, and of fixed length.
  const body = sequence(
    context(0, true, integer(Buffer.from([2]))),
    integer(serial),
    ECDSA_SHA256,
    nameOf(issuer),
    sequence(time(notBefore), time(new Date(notBefore.getTime() + days * DAY_MS))),
    nameOf(subject),
    spki(publicKey),
    context(3, true, sequence(...extensions(wanted, issuerKeys))),
  );
  return pem('CERTIFICATE', signed(body, issuerKeys));
}

function extensions({ use, names, publicKey }: Wanted, issuerKeys: KeyPair): Buffer[] {
  const isAuthority = use === 'authority';
  const constraints = isAuthority ? sequence(TRUE, integer(Buffer.from([0]))) : sequence();
  // keyCertSign and cRLSign, or digitalSignature.
  const usage = isAuthority ? bits(Buffer.from([0x06]), 1) : bits(Buffer.from([0x80]), 7);
  return [
    extension('2.5.29.19', true, constraints),
    extension('2.5.29.15', true, usage),
    extension('2.5.29.14', false, octets(keyId(publicKey))),
    ...(isAuthority
      ? []
      : [extension('2.5.29.35', false, sequence(context(0, false, keyId(issuerKeys.publicKey))))]),
    ...(isAuthority ? [] : [extension('2.5.29.37', false, sequence(oid(USES[use])))]),
    ...(names === undefined ? [] : [extension('2.5.29.17', false, sequence(...names.map(alternativeName)))]),
  ];
}

function extension(id: string, isCritical: boolean, value: Buffer): Buffer {
  return sequence(oid(id), ...(isCritical ? [TRUE] : []), octets(value));
}

function alternativeName(name: string): Buffer {
  if (isIP(name) === 0) return context(2, false, Buffer.from(name, 'latin1'));
  return context(7, false, isIPv4(name) ? Buffer.from(name.split('.').map(Number)) : ipv6(name));
}

/** The sixteen bytes of an IPv6 address; `::` stands for zeros. */
function ipv6(address: string): Buffer {
  const [head = '', tail] = address.split('::', 2);
  const before = groupsOf(head);
  const after = groupsOf(tail ?? '');
  const all = [...before, ...Array<number>(8 - before.length - after.length).fill(0), ...after];
  return Buffer.from(all.flatMap((group) => [group >>> 8, group & 0xff]));
}

function groupsOf(text: string): number[] {
  return text === '' ? [] : text.split(':').map((one) => Number.parseInt(one, 16));
}

function nameOf(subject: Subject): Buffer {
  const parts = subject.map(([name, value]) =>
    set(sequence(oid(ATTRIBUTES[name]), /^[A-Z]{2}$/.test(value) ? printable(value) : utf8(value))),
  );
  return sequence(...parts);
}

function signed(body: Buffer, { privateKey }: KeyPair): Buffer {
  return sequence(body, ECDSA_SHA256, bits(sign('sha256', body, { key: privateKey, dsaEncoding: 'der' })));
}

function spki(key: KeyObject): Buffer {
  return key.export({ type: 'spki', format: 'der' });
}

/** The key identifier, from the uncompressed point, as RFC 5280 §4.2.1.2 suggests. */
function keyId(key: KeyObject): Buffer {
  return createHash('sha1').update(spki(key).subarray(-65)).digest();
}

function pem(label: string, der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}
