/**
 * `cloudlink backup generate|download|restore`: the operations of the table, plus waiting, progress and safe
 * file handling.
 *
 * @module
 */
import { existsSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { waitForBackup, waitForCenter, waitForRestore, type CloudLink } from '@cloudlink-center/client';
import { download, type Restored, restoreBackup } from '@cloudlink-center/client/transfers';
import type { Command } from 'commander';
import { CommandError } from '../command-error.ts';
import { confirmDanger, printPlan } from '../danger.ts';
import { commandAt, operationNamed } from '../find-command.ts';
import { note, plainText } from '../io.ts';
import { requireFile } from '../operation-flags.ts';
import { progressBar } from '../progress.ts';
import type { Session } from '../session.ts';
import { waitFor } from '../waiting.ts';

type RestoreFlags = { backupFile?: string; keyFile?: string; queryDryRun?: string | true; wait?: boolean };

export function addTo(program: Command, session: Session): void {
  const generate = commandAt(program, ['backup', 'generate']).option(
    '--wait',
    'wait until the backup is complete',
  );
  generate.action(async () => {
    if (session.globals.dryRun) {
      const { method, path } = await operationNamed('backup generate');
      return printPlan(session, { method, path });
    }
    const center = await session.center();
    await center.backup.generate({ signal: session.signal });
    if (generate.opts<{ wait?: boolean }>().wait) await session.print(await waitUntilMade(session, center));
  });
  const get = commandAt(program, ['backup', 'download']).option('--new', 'create a new backup first');
  get.action(() => downloadNewest(session, get.opts<{ to?: string; new?: boolean; force?: boolean }>()));
  const restore = commandAt(program, ['backup', 'restore']).option(
    '--wait',
    'wait until the Center answers again',
  );
  restore.action(() => restoreFrom(session, restore.opts<RestoreFlags>()));
}

/** Downloads the backup, and prints the path of the file. */
async function downloadNewest(
  session: Session,
  { to = '.', new: makeNew, force }: { to?: string; new?: boolean; force?: boolean },
): Promise<void> {
  if (session.globals.dryRun) return printPlan(session, { method: 'GET', path: '/backup' });
  const center = await session.center();
  const { signal } = session;
  if (makeNew) await center.backup.generate({ signal });
  const { current_backup_file: name } = makeNew
    ? await waitUntilMade(session, center)
    : await center.backup.get({ signal });
  const isFolder = existsSync(to) && statSync(to).isDirectory();
  const file = isFolder ? join(to, fileName(name)) : to;
  if (existsSync(file) && !force)
    throw new CommandError('other', `${file} already exists. Use --force to overwrite it.`);
  const bar = progressBar(session, 'backup');
  try {
    const { bytes } = await download(center, 'backup.download', file, {
      signal,
      overwrite: force ?? false,
      onProgress: ({ transferred, total }) => bar.bytes(transferred, total),
    });
    bar.end();
    note(
      session.io,
      `${bytes} bytes. Store it separately from the backup key, which is needed to restore it.`,
    );
  } finally {
    bar.end();
  }
  await session.print(file, { output: 'table' });
}

/** The file name of the Center must not lead out of the folder. */
function fileName(name: string | undefined): string {
  const safe = basename(plainText(name ?? '').replaceAll('\\', '/'));
  return safe === '' || safe.startsWith('.') ? 'cloudlink-backup.bak' : safe;
}

function waitUntilMade(session: Session, center: CloudLink): ReturnType<typeof waitForBackup> {
  return waitFor(session, {
    title: 'backup',
    resume: ['wait', 'backup'],
    start: (options: Parameters<typeof waitForBackup>[1] & object) => waitForBackup(center, options),
    show: (_seen, bar) => bar.percent(0, 'in progress'),
  }) as ReturnType<typeof waitForBackup>;
}

async function restoreFrom(session: Session, flags: RestoreFlags): Promise<void> {
  const { backupFile, keyFile, queryDryRun, wait } = flags;
  if (backupFile === undefined || keyFile === undefined)
    throw new CommandError('usage', 'Give --backup-file and --key-file.');
  requireFile('backup-file', backupFile);
  requireFile('key-file', keyFile);
  const files = { backup_file: backupFile, key_file: keyFile };
  const dryRun = queryDryRun === true || queryDryRun === 'true';
  if (session.globals.dryRun)
    return printPlan(session, {
      method: 'POST',
      path: '/backup',
      query: dryRun ? { dry_run: true } : {},
      parts: files,
    });
  const hit = [`backup  ${backupFile}`, 'All changes since the backup will be lost.'];
  if (!dryRun) await confirmDanger(session, 'Restore the Center from a backup', hit);
  const center = await session.center();
  const restored = await sendBackup(session, center, files, dryRun);
  if (restored.outcome === 'unknown') return lookForEvidence(session, center, restored);
  if (!wait) return;
  const start = (options: Parameters<typeof waitForCenter>[1] & object): ReturnType<typeof waitForCenter> =>
    waitForCenter(center, options);
  await session.print(await waitFor(session, { title: 'center', resume: ['wait', 'center'], start }));
}

async function sendBackup(
  session: Session,
  center: CloudLink,
  files: Parameters<typeof restoreBackup>[1],
  dryRun: boolean,
): Promise<Restored> {
  const bar = progressBar(session, 'restore');
  try {
    return await restoreBackup(center, files, {
      dryRun,
      signal: session.signal,
      onProgress: ({ transferred, total }) => bar.bytes(transferred, total),
    });
  } finally {
    bar.end();
  }
}

/** A Center that restores may close the connection without a response; so may a failing network. */
async function lookForEvidence(
  session: Session,
  center: CloudLink,
  restored: Restored & { outcome: 'unknown' },
): Promise<void> {
  note(session.io, plainText(restored.known));
  const end = await waitFor(session, {
    title: 'checking whether the restore started',
    resume: ['wait', 'center'],
    start: (options: Parameters<typeof waitForRestore>[2] & object) =>
      waitForRestore(center, restored, options),
  });
  if (end.outcome === 'unknown') throw new CommandError('other', end.check);
  await session.print(end);
}
