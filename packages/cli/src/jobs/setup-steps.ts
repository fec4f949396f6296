/**
 * The steps of the first set-up, in the order in which field engineers do them.
 *
 * @module
 */
import { existsSync } from 'node:fs';
import type { CloudLink } from '@cloudlink-center/client';
import { downloadByLink, upload } from '@cloudlink-center/client/transfers';
import { askSecret, askText, askYes } from '../ask.ts';
import { CommandError } from '../command-error.ts';
import { canAsk } from '../io.ts';
import { requireFile, valueOf } from '../operation-flags.ts';
import type { Session } from '../session.ts';

export interface SetupFlags {
  readonly acceptEula?: boolean;
  readonly serverName?: string;
  readonly license?: string;
  readonly backupKey?: string;
  readonly passcodes?: string;
  readonly again?: boolean;
}

type StepInput = { readonly center: CloudLink; readonly session: Session; readonly flags: SetupFlags };

export interface SetupStep {
  readonly name: string;
  readonly what: string;
  /** Asks the Center whether the step is done. Without it, the file of earlier runs decides. */
  readonly isDone?: (center: CloudLink, session: Session) => Promise<boolean>;
  /** @returns The text to print instead of `done`. */
  readonly run: (input: StepInput) => Promise<string | undefined>;
}

export const STEPS: readonly SetupStep[] = [
  { name: 'eula', what: 'Licence agreement', run: acceptEula },
  { name: 'address', what: 'Address of this node', run: setAddress },
  {
    name: 'license',
    what: 'Licence',
    isDone: async (center) => (await center.licenses.list()).some(({ assigned }) => assigned),
    run: installLicence,
  },
  { name: 'backup-key', what: 'Backup key', run: fetchBackupKey },
  { name: 'passcodes', what: 'Passcodes of the vault', run: setPasscodes },
  {
    name: 'vault-mode',
    what: 'Automatic unlocking of the vault',
    isDone: async (center) => (await center.vault.get()).auto === true,
    run: async ({ center, session: { signal } }) => {
      await center.vault.setMode({ body: { auto: true }, signal });
      return undefined;
    },
  },
];

async function acceptEula({ center, session, flags }: StepInput): Promise<undefined> {
  if (!flags.acceptEula) {
    if (!canAsk(session.io)) throw missing('--accept-eula');
    const isAccepted = await askYes(session.io, 'Does your organisation accept the licence agreement?');
    if (!isAccepted)
      throw new CommandError('interrupted', 'The set-up cannot continue without the licence agreement.');
  }
  await center.cluster.acceptEula({ body: true, signal: session.signal });
}

async function setAddress({ center, session, flags }: StepInput): Promise<string> {
  const address = flags.serverName ?? new URL(center.baseUrl).hostname;
  await center.cluster.setAddress({ body: { address }, signal: session.signal });
  return address;
}

async function installLicence({ center, session, flags }: StepInput): Promise<string> {
  const file = flags.license ?? (await asked(session, '--license', 'Licence file of the vendor'));
  requireFile('license', file);
  const { signal } = session;
  await upload(center, 'licenses.upload', { file }, { signal });
  const open = (await center.licenses.list({ signal })).filter(({ assigned }) => !assigned);
  for (const { id } of open)
    await center.licenses.assign({
      path: { license_id: id },
      body: { start_date: new Date().toISOString() },
      signal,
    });
  return `${open.length} assigned`;
}

async function fetchBackupKey({ center, session, flags }: StepInput): Promise<string> {
  const file =
    flags.backupKey ?? (await asked(session, '--backup-key', 'File for the private key of backups'));
  if (existsSync(file))
    throw new CommandError('usage', `${file} already exists. Name another file with --backup-key.`);
  await downloadByLink(center, 'backup/key', file, { signal: session.signal });
  return `${file}; store it in a safe place outside of the Center`;
}

async function setPasscodes({ center, session, flags }: StepInput): Promise<undefined> {
  const codes =
    flags.passcodes === undefined
      ? await askPasscodes(session)
      : await readPasscodes(session, flags.passcodes);
  if (codes.length < 3)
    throw new CommandError('usage', `The vault needs three passcodes, but --passcodes has ${codes.length}.`);
  await center.vault.setPasscodes({ body: { codes }, signal: session.signal });
}

async function readPasscodes({ io }: Session, typed: string): Promise<string[]> {
  const flag = {
    name: 'codes',
    flag: 'passcodes',
    in: 'body',
    type: 'strings',
    secret: true,
    description: '',
  } as const;
  // A flag of type `strings` returns a list of strings.
  return (await valueOf(flag, typed, io)) as string[];
}

async function askPasscodes({ io }: Session): Promise<string[]> {
  if (!canAsk(io)) throw missing('--passcodes');
  const codes: string[] = [];
  for (const place of ['First', 'Second', 'Third'])
    codes.push(await askSecret(io, `${place} passcode of the vault`));
  return codes;
}

function asked({ io }: Session, flag: string, question: string): Promise<string> {
  if (!canAsk(io)) throw missing(flag);
  return askText(io, question);
}

function missing(flag: string): CommandError {
  return new CommandError(
    'usage',
    `${flag} is missing. Run the command again with it: completed steps are skipped.`,
  );
}
