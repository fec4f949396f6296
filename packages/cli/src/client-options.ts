/**
 * From settings to the options of the client: the one place that knows which of them the client takes.
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import type { CloudLinkOptions } from '@cloudlink-center/client';
import { CommandError } from './command-error.ts';
import { readText, type Settings } from './settings.ts';

type ClientOptions = Pick<CloudLinkOptions, 'baseUrl' | 'tls' | 'proxy'>;

/** @throws CommandError when a file cannot be read. */
export function clientOptions(settings: Settings): ClientOptions {
  const { addresses, ca, fingerprint, proxy } = settings;
  const tls = {
    ...(ca !== undefined && { ca }),
    ...(fingerprint !== undefined && { fingerprint256: fingerprint }),
    ...ownCertificate(settings),
  };
  return { baseUrl: addresses, tls, ...(proxy !== undefined && { proxy }) };
}

/** For a Center or a gateway that asks for one: PEM files, or one PKCS #12 file. */
function ownCertificate({ certFile, keyFile }: Settings): NonNullable<CloudLinkOptions['tls']> {
  if (certFile === undefined) return {};
  const passphrase = process.env['CLOUDLINK_KEY_PASSPHRASE'];
  const secret = passphrase ? { passphrase } : {};
  if (/\.(p12|pfx)$/i.test(certFile)) return { pfx: readBytes(certFile), ...secret };
  if (keyFile === undefined)
    throw new CommandError(
      'usage',
      '--client-cert needs --client-key, unless it is a file .p12 or .pfx that holds both.',
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
