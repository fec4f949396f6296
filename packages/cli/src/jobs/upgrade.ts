/**
 * `cloudlink upgrade`: uploads an image, starts the upgrade of a node, and waits for the new version.
 *
 * @module
 */
import { upload } from '@cloudlink-center/client/transfers';
import type { Command } from 'commander';
import { confirmDanger, printPlan } from '../danger.ts';
import { operationNamed } from '../find-command.ts';
import { note } from '../io.ts';
import { requireFile } from '../operation-flags.ts';
import { progressBar } from '../progress.ts';
import type { Session } from '../session.ts';
import { waitForNewVersion } from './wait.ts';

export function addTo(program: Command, session: Session): void {
  const command = program
    .command('upgrade')
    .argument('[iso]', 'image to upload first; default: the last uploaded image')
    .option('--wait', 'wait until the new version runs')
    .description(
      'Upgrades one node (see --node). The node restarts and is unavailable for minutes. Create a backup first, and upgrade the nodes of a cluster one after the other.',
    )
    .addHelpText(
      'after',
      '\nDangerous: asks, or needs --yes.\n\nExample:\n  cloudlink upgrade cloudlink.iso --wait --yes',
    );
  command.action((iso?: string) => upgrade(session, iso, command.opts<{ wait?: boolean }>().wait ?? false));
}

async function upgrade(session: Session, iso: string | undefined, wait: boolean): Promise<void> {
  if (iso !== undefined) requireFile('iso', iso);
  if (session.globals.dryRun) {
    const [put, start] = await Promise.all(['software upload', 'software upgrade'].map(operationNamed));
    if (put !== undefined && iso !== undefined)
      await printPlan(session, { method: put.method, path: put.path, parts: { iso } });
    if (start !== undefined) await printPlan(session, { method: start.method, path: start.path });
    return;
  }
  const { center, settings } = await session.connect();
  const { signal, globals } = session;
  const where = { signal, ...(globals.node !== undefined && { node: globals.node }) };
  await confirmDanger(session, 'Upgrade the software', [
    `node  ${globals.node ?? settings.addresses[0] ?? ''}`,
  ]);
  if (iso !== undefined) await uploadImage(session, iso, where);
  const { current_version: from } = await center.software.getVersion(where);
  await center.software.upgrade(where);
  note(session.io, 'The upgrade has started.');
  if (wait) await waitForNewVersion(session, from);
}

async function uploadImage(
  session: Session,
  iso: string,
  where: { signal: AbortSignal; node?: string },
): Promise<void> {
  const bar = progressBar(session, 'upload');
  try {
    await upload(
      await session.center(),
      'software.upload',
      { iso },
      {
        ...where,
        onProgress: ({ transferred, total }) => bar.bytes(transferred, total),
      },
    );
  } finally {
    bar.end();
  }
}
