/**
 * `cloudlink disk list|encrypt`: lists disks, and encrypts one with progress.
 *
 * @module
 */
import { encryptDisk, waitForDisk, type CloudLink, type DiskAddress } from '@cloudlink-center/client';
import type { Command } from 'commander';
import { printPlan } from '../danger.ts';
import { note } from '../io.ts';
import { findDisk, findMachine } from '../names.ts';
import type { ProgressBar } from '../progress.ts';
import type { Session } from '../session.ts';
import { sameCenter, waitFor } from '../waiting.ts';
import { commandLine } from '../shell-words.ts';

type Disk = Awaited<ReturnType<typeof encryptDisk>>;

export function addTo(program: Command, session: Session): void {
  const topic = program.command('disk').description('Disks of machines, and their encryption');
  topic
    .command('list')
    .argument('<machine>', 'name or UUID')
    .description('Lists the disks of a machine.')
    .addHelpText('after', '\nExample:\n  cloudlink disk list db01')
    .action(async (machine: string) => {
      const center = await session.center();
      const uuid = await findMachine(center, machine);
      await session.print(
        (await center.machines.get({ path: { uuid }, signal: session.signal })).resources ?? [],
      );
    });
  const encrypt = topic
    .command('encrypt')
    .argument('<machine>', 'name or UUID')
    .argument('<disk>', 'device, such as /dev/sdb, or id')
    .option('--wait', 'wait until it is encrypted, with a progress bar')
    .description(
      'Starts encrypting a disk. The machine does the work. With --wait the command waits until the disk is encrypted, and prints it. ' +
        'If the disk is already encrypted or being encrypted, nothing is started.',
    )
    .addHelpText(
      'after',
      '\nPermissions: Change Machine Encryption\n\nExample:\n  cloudlink disk encrypt app02 /dev/sdb --wait',
    );
  encrypt.action((machine: string, disk: string) =>
    encryptNamed(session, machine, disk, encrypt.opts<{ wait?: boolean }>().wait ?? false),
  );
}

async function encryptNamed(session: Session, machine: string, disk: string, wait: boolean): Promise<void> {
  const center = await session.center();
  const address = await diskNamed(center, machine, disk);
  const { uuid, disk_id } = address;
  if (session.globals.dryRun)
    return printPlan(session, {
      method: 'PUT',
      path: `/securevm/${uuid}/encryption/${disk_id}`,
      body: { encrypt: 'encrypt' },
    });
  if (wait)
    return session.print(
      await waitForEncryption(session, [machine, disk], (options) => encryptDisk(center, address, options)),
    );
  await center.machines.setDiskEncryption({
    path: { ...address },
    body: { encrypt: 'encrypt' },
    signal: session.signal,
  });
  const again = commandLine(['wait', 'disk', machine, disk, ...sameCenter(session)]);
  note(session.io, `Encryption has started. To wait for it: cloudlink ${again}`);
}

/** `cloudlink wait disk`. */
export async function waitForNamedDisk(session: Session, machine: string, disk: string): Promise<void> {
  const center = await session.center();
  const address = await diskNamed(center, machine, disk);
  await session.print(
    await waitForEncryption(session, [machine, disk], (options) => waitForDisk(center, address, options)),
  );
}

function waitForEncryption(
  session: Session,
  names: readonly string[],
  start: (options: Parameters<typeof waitForDisk>[2] & object) => Promise<Disk>,
): Promise<Disk> {
  return waitFor<Disk, Disk>(session, {
    title: names.join(' '),
    resume: ['wait', 'disk', ...names],
    start,
    show: showDisk,
  });
}

function showDisk({ state, percentage = 0 }: Disk, bar: ProgressBar): void {
  bar.percent(state === 'encrypted' ? 100 : percentage, state ?? '');
}

async function diskNamed(center: CloudLink, machine: string, disk: string): Promise<DiskAddress> {
  const uuid = await findMachine(center, machine);
  return { uuid, disk_id: await findDisk(center, uuid, disk) };
}
