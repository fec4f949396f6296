/**
 * `cloudlink setup`: the first set-up of a Center, step by step. Completed steps are read from the Center if
 * possible, else from a file, so that the command can be run again after a failure.
 *
 * @module
 */
import { join } from 'node:path';
import type { Command } from 'commander';
import { note } from '../io.ts';
import { places } from '../places.ts';
import { readJson, writeJson } from '../private-file.ts';
import type { Session } from '../session.ts';
import { readSettings } from '../settings.ts';
import { type SetupFlags, STEPS } from './setup-steps.ts';

export function addTo(program: Command, session: Session): void {
  const command = program
    .command('setup')
    .description(
      'First set-up of a Center: licence agreement, address, licence, backup key, passcodes and mode of the vault. ' +
        'On a terminal it asks for missing values. After a failure, run it again: completed steps are skipped.',
    )
    .option('--accept-eula', 'accept the licence agreement, which is legally binding')
    .option('--server-name <address>', 'name or IP address of this node; default: from the profile')
    .option('--license <file>', 'licence file of the vendor')
    .option('--backup-key <file>', 'file for the private key, which is needed to restore a backup')
    .option('--passcodes <-|@file>', 'three passcodes of the vault, one per line')
    .option('--again', 'repeat completed steps too')
    .addHelpText(
      'after',
      '\nExample:\n  cloudlink setup --accept-eula --license licence.bin --backup-key backup-key.pem --passcodes @passcodes.txt',
    );
  command.action(() => setUp(session, command.opts<SetupFlags>()));
}

async function setUp(session: Session, flags: SetupFlags): Promise<void> {
  const address = session.globals.emulator ? 'emulator' : (readSettings(session.globals).addresses[0] ?? '');
  const memory = remembered(address, session.globals.emulator ?? false);
  const center = await session.center();
  for (const [index, step] of STEPS.entries()) {
    const place = `[${index + 1}/${STEPS.length}] ${step.what}`;
    session.onInterrupt = `Stopped at step ${index + 1}: ${step.what}. Run cloudlink setup again to continue.`;
    const isDone = !flags.again && (step.isDone ? await step.isDone(center, session) : memory.has(step.name));
    if (isDone) {
      note(session.io, `${place}: already done`);
      continue;
    }
    const result = await step.run({ center, session, flags });
    memory.add(step.name);
    note(session.io, `${place}: ${result ?? 'done'}`);
  }
  await session.print(await center.vault.get({ signal: session.signal }));
}

/** The completed steps, by address. */
function remembered(
  address: string,
  isThrownAway: boolean,
): { has(step: string): boolean; add(step: string): void } {
  const file = join(places().config, 'setup.json');
  const all = isThrownAway ? {} : ((readJson(file) ?? {}) as Record<string, string[]>);
  const steps = new Set(all[address]);
  return {
    has: (step) => steps.has(step),
    add(step) {
      steps.add(step);
      if (!isThrownAway) writeJson(file, { ...all, [address]: [...steps] });
    },
  };
}
