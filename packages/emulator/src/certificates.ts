/**
 * Creates a CA and a server certificate for each emulator.
 *
 * @module
 */
import { createAuthority, serverCertificates } from './authority.ts';
import type { Certificates } from './certificate-texts.ts';

/**
 * Creates an ECDSA P-256 CA and a server certificate for localhost, 127.0.0.1 and ::1, valid for one year.
 *
 * @example
 *
 * ```ts
 * import { createCertificates } from '@cloudlink-center/emulator';
 *
 * const { ca, fingerprint256 } = await createCertificates();
 * console.log(ca, fingerprint256);
 * ```
 */
export async function createCertificates(): Promise<Certificates> {
  return serverCertificates(createAuthority());
}
