/**
 * Converts settings to options of the client.
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import type { CloudLinkOptions } from '@cloudlink-center/client';
import { CommandError } from './command-error.ts';
import { readText, type Settings } from './settings.ts';

type ClientOptions = Pick<CloudLinkOptions, 'baseUrl' | 'tls' | 'proxy'>;

/** @throws CommandError if a file cannot be read. */
export function clientOptions(settings: Settings): ClientOptions {
  const { addresses, ca, fingerprint, proxy } = settings;
  const tls = {
    ...(ca !== undefined && { ca }),
    ...(fingerprint !== undefined && { fingerprint256: fingerprint }),
    ...ownCertificate(settings),
  };
  return { baseUrl: addresses, tls, ...(proxy !== undefined && { proxy }) };
}

/** A client certificate, for a Center or a gateway that requires one: PEM files, or one PKCS #12 file. */
function ownCertificate({ certFile, keyFile }: Settings): NonNullable<CloudLinkOptions['tls']> {
  if (certFile === undefined) return {};
  const passphrase = process.env['CLOUDLINK_KEY_PASSPHRASE'];
  const secret = passphrase ? { passphrase } : {};
  if (/\.(p12|pfx)$/i.test(certFile)) return { pfx: readBytes(certFile), ...secret };
  if (keyFile === undefined)
    throw new CommandError(
      'usage',
      '--client-cert needs --client-key, unless it is a .p12 or .pfx file, which has both.',
    );
  return { cert: readText(certFile), key: readText(keyFile), ...secret };
}

function readBytes(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new CommandError(
      'usage',
      `${file} cannot be read: ${(error as NodeJS.ErrnoException).code ?? 'unknown'}.`,
    );
  }
}
