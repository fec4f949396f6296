/**
 * `cloudlink wait ...`: waits for work that was started earlier, here or elsewhere.
 *
 * @module
 */
import {
  waitForBackup,
  waitForCenter,
  waitForDiagnostics,
  waitForKeyMove,
  waitForMachineEncryption,
  waitForUpgrade,
  waitWhilePending,
  type CloudLink,
  type WaitOptions,
} from '@cloudlink-center/client';
import type { Command } from 'commander';
import { CommandError } from '../command-error.ts';
import { findMachine } from '../names.ts';
import type { Session } from '../session.ts';
import { waitFor } from '../waiting.ts';
import { waitForNamedDisk } from './disk.ts';

type Start = (center: CloudLink, options: WaitOptions<unknown>) => Promise<unknown>;

const WHOLE: Readonly<Record<string, readonly [what: string, start: Start]>> = {
  backup: ['the current backup', waitForBackup],
  'key-move': ['the current move of keys', waitForKeyMove],
  diagnostics: ['the diagnostics package', waitForDiagnostics],
  center: ['the Center to answer, after a restart', waitForCenter],
};

export function addTo(program: Command, session: Session): void {
  const topic = program
    .command('wait')
    .description('Waits for work of the Center. Exit code 7 after --timeout, by default one hour.');
  topic.addHelpText('after', '\nExample:\n  cloudlink wait disk app02 /dev/sdb --timeout 3600');
  topic
    .command('disk')
    .argument('<machine>', 'name or UUID')
    .argument('<disk>', 'device or id')
    .description('Waits until a disk is encrypted.')
    .action((machine: string, disk: string) => waitForNamedDisk(session, machine, disk));
  addMachineWait(
    topic,
    session,
    'machine',
    'until no disk of a machine is being encrypted',
    waitForMachineEncryption,
  );
  addMachineWait(topic, session, 'pending', 'until a machine is accepted or refused', waitWhilePending);
  for (const [name, [what, start]] of Object.entries(WHOLE)) {
    topic
      .command(name)
      .description(`Waits for ${what}.`)
      .action(async () => {
        const center = await session.center();
        const wait = {
          title: name,
          resume: ['wait', name],
          start: (options: WaitOptions<unknown>) => start(center, options),
        };
        await session.print(await waitFor(session, wait));
      });
  }
  topic
    .command('upgrade')
    .requiredOption('--from <version>', 'current_version before the upgrade, as JSON')
    .description('Waits until another version runs.')
    .action(async ({ from }: { from: string }) => waitForNewVersion(session, versionFrom(from)));
}

type MachineWait = (
  center: CloudLink,
  input: { readonly uuid: string },
  options: WaitOptions<unknown>,
) => Promise<unknown>;

function addMachineWait(
  topic: Command,
  session: Session,
  name: string,
  what: string,
  start: MachineWait,
): void {
  topic
    .command(name)
    .argument('<machine>', 'name or UUID')
    .description(`Waits ${what}.`)
    .action(async (machine: string) => {
      const center = await session.center();
      const uuid = await findMachine(center, machine);
      const wait = {
        title: machine,
        resume: ['wait', name, machine],
        start: (options: WaitOptions<unknown>) => start(center, { uuid }, options),
      };
      await session.print(await waitFor(session, wait));
    });
}

type Version = Parameters<typeof waitForUpgrade>[1]['from'];

/** `cloudlink upgrade --wait` uses it too. */
export async function waitForNewVersion(session: Session, from: Version): Promise<void> {
  const center = await session.center();
  const { node } = session.globals;
  const version = await waitFor(session, {
    title: 'upgrade',
    resume: ['wait', 'upgrade', '--from', JSON.stringify(from ?? null)],
    start: (options: Parameters<typeof waitForUpgrade>[2] & object) =>
      waitForUpgrade(center, { from, ...(node !== undefined && { node }) }, options),
  });
  await session.print(version);
}

function versionFrom(text: string): Version {
  try {
    // The answer of a Center, as `cloudlink upgrade` printed it.
    return JSON.parse(text) as Version;
  } catch {
    throw new CommandError(
      'usage',
      '--from is not JSON: give the current_version of cloudlink software get-version -o json.',
    );
  }
}
