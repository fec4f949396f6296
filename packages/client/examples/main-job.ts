/**
 * The main job: signs in to a CloudLink Center, lists its machines, encrypts a disk, shows the audit trail
 * and logs out. The secret comes from the environment variable CLOUDLINK_CLIENT_SECRET.
 *
 * ```sh
 * # Everything, against an emulator that it starts:
 * node main-job.ts
 * # Against an appliance: lists machines and changes nothing.
 * node main-job.ts --address https://clc.example.com --client-id automation --ca clc-ca.pem
 *   --fingerprint AB:CD:..              trust one certificate, instead of --ca
 *   --machine <uuid> --disk <id> --yes  also encrypt that disk
 *   --logout                            end the session for everybody who shares its token
 * ```
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import {
  clientCredentials,
  createCloudLink,
  type CloudLink,
  type DiskAddress,
  encryptDisk,
} from '@cloudlink-center/client';
import type { Disk } from '@cloudlink-center/spec';
import { machineTable, progressBar } from './main-job-output.ts';

type Job = { center: CloudLink; encrypt?: DiskAddress; logout: boolean };

const POLL_MS = 5_000;

try {
  const { values } = parseArgs({
    options: {
      address: { type: 'string' },
      'client-id': { type: 'string' },
      ca: { type: 'string' },
      fingerprint: { type: 'string' },
      machine: { type: 'string' },
      disk: { type: 'string' },
      yes: { type: 'boolean', default: false },
      logout: { type: 'boolean', default: false },
    },
  });
  await (values.address === undefined ? demonstrate() : runAgainst(values.address, values));
} catch (error) {
  console.error(`\n${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}

/** Everything, against an emulator. */
async function demonstrate(): Promise<void> {
  // Loaded only here, because it is not needed against an appliance.
  const { startEmulator } = await import('@cloudlink-center/emulator');
  await using emulator = await startEmulator({ workDuration: 3_000 });
  console.log(`A CloudLink Center emulator answers at ${emulator.url}\n`);
  await using center = createCloudLink({
    baseUrl: emulator.url,
    auth: clientCredentials({ clientId: emulator.clientId, clientSecret: emulator.clientSecret }),
    tls: { ca: emulator.ca },
  });
  const machines = await center.machines.list();
  const encrypt = machines.flatMap(({ uuid, resources = [] }) =>
    resources.filter(({ state }) => state === 'unencrypted').map(({ id }) => ({ uuid, disk_id: id })),
  )[0];
  await runJob({ center, logout: true, ...(encrypt && { encrypt }) }, 100);
}

type Flags = {
  'client-id'?: string;
  ca?: string;
  fingerprint?: string;
  machine?: string;
  disk?: string;
  yes: boolean;
  logout: boolean;
};

/** Against an appliance it only reads, unless the caller names a disk with `--yes`, or passes `--logout`. */
async function runAgainst(address: string, flags: Flags): Promise<void> {
  const clientSecret = process.env['CLOUDLINK_CLIENT_SECRET'];
  if (flags['client-id'] === undefined || !clientSecret) {
    throw new Error(
      'Pass --client-id, and set the environment variable CLOUDLINK_CLIENT_SECRET to the secret.',
    );
  }
  if (
    (flags.machine === undefined) !== (flags.disk === undefined) ||
    (flags.machine !== undefined && !flags.yes)
  ) {
    throw new Error('To encrypt a disk, pass --machine <uuid>, --disk <id> and --yes.');
  }
  await using center = createCloudLink({
    baseUrl: address,
    auth: clientCredentials({ clientId: flags['client-id'], clientSecret }),
    tls: {
      ...(flags.ca === undefined ? {} : { ca: readFileSync(flags.ca, 'utf8') }),
      ...(flags.fingerprint === undefined ? {} : { fingerprint256: flags.fingerprint }),
    },
  });
  const { machine, disk, logout } = flags;
  await runJob(
    { center, logout, ...(machine && disk ? { encrypt: { uuid: machine, disk_id: disk } } : {}) },
    POLL_MS,
  );
}

async function runJob({ center, encrypt, logout }: Job, interval: number): Promise<void> {
  const caller = await center.sessions.whoami();
  console.log(`Signed in to ${center.baseUrl} as ${caller.name ?? 'an unnamed user'}\n`);
  console.log(machineTable(await center.machines.list()));
  if (encrypt !== undefined) {
    console.log(`\nEncrypting disk ${encrypt.disk_id} of machine ${encrypt.uuid}`);
    const { label } = await encryptDisk(center, encrypt, { interval, onProgress: showProgress });
    console.log(`\nThe encrypted device is ${label ?? 'not named by the Center'}`);
    const events = await center.securityEvents.list({ query: { interval: 60, count: 5 } });
    console.log('\nFrom the audit trail:');
    for (const { timestamp, name, result, details } of events.slice(0, 5)) {
      console.log(`  ${timestamp ?? ''}  ${name ?? ''}  ${result ?? ''}  ${details ?? ''}`.trimEnd());
    }
  }
  if (logout) {
    await center.logout();
    console.log('\nLogged out.');
  }
}

function showProgress({ state = 'unknown', percentage = 0 }: Disk): void {
  progressBar(state, state === 'encrypted' ? 100 : percentage);
}
