/**
 * Connects the examples. Without arguments they run against an emulator of their own, which is safe. With
 * `--address` they run against a Center; there, whatever cannot be undone also needs `--yes`.
 *
 * ```sh
 * node <example>.ts
 * CLOUDLINK_CLIENT_SECRET=... node <example>.ts --address https://clc.example.com --client-id automation --ca clc-ca.pem --yes
 * ```
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { clientCredentials, type CloudLink, createCloudLink } from '@cloudlink-center/client';
import type { Emulator, EmulatorOptions } from '@cloudlink-center/emulator';

export interface Connection extends AsyncDisposable {
  readonly center: CloudLink;
  /** Absent against a real Center. */
  readonly emulator?: Emulator;
}

/**
 * @param undoable - False when the changes cannot be undone. Against a real Center, the example then needs
 *   `--yes`.
 */
export async function connect(undoable: boolean, options: EmulatorOptions = {}): Promise<Connection> {
  const { values } = parseArgs({
    options: {
      address: { type: 'string' },
      'client-id': { type: 'string', default: 'automation' },
      ca: { type: 'string' },
      fingerprint: { type: 'string' },
      yes: { type: 'boolean', default: false },
    },
  });
  if (values.address === undefined) return demonstration(options);
  if (!undoable && !values.yes) throw new Error('This cannot be undone. Read the example, then add --yes.');
  const clientSecret = process.env['CLOUDLINK_CLIENT_SECRET'];
  if (!clientSecret) throw new Error('Set the environment variable CLOUDLINK_CLIENT_SECRET to the secret.');
  const center = createCloudLink({
    baseUrl: values.address,
    auth: clientCredentials({ clientId: values['client-id'], clientSecret }),
    tls: {
      ...(values.ca !== undefined && { ca: readFileSync(values.ca, 'utf8') }),
      ...(values.fingerprint !== undefined && { fingerprint256: values.fingerprint }),
    },
  });
  return { center, [Symbol.asyncDispose]: () => center.close() };
}

async function demonstration(options: EmulatorOptions): Promise<Connection> {
  // Loaded only here, because it is not needed against a Center.
  const { startEmulator } = await import('@cloudlink-center/emulator');
  const emulator = await startEmulator({ workDuration: 1_000, ...options });
  const { url: baseUrl, clientId, clientSecret, ca } = emulator;
  const center = createCloudLink({
    baseUrl,
    auth: clientCredentials({ clientId, clientSecret }),
    tls: { ca },
  });
  return {
    center,
    emulator,
    async [Symbol.asyncDispose]() {
      await center.close();
      await emulator.close();
    },
  };
}
