/**
 * `cloudlink record`: saves the lists and settings of a Center, without secrets, as an estate from which an
 * emulator starts. It is here and not in the emulator, which has no client. The emulator's `recordEstate`
 * does the work.
 *
 * @module
 */
import { chmodSync, existsSync, writeFileSync } from 'node:fs';
import type { CloudLink, CloudLinkError } from '@cloudlink-center/client';
import { isCloudLinkError } from '@cloudlink-center/client';
import type { Command } from 'commander';
import { CommandError } from '../command-error.ts';
import { printPlan } from '../danger.ts';
import { note, plainText } from '../io.ts';
import type { Session } from '../session.ts';

type Flags = { out?: string; force?: boolean };

/** Errors for parts that the role may not read, or that this version of the appliance lacks. */
const LEFT_OUT: ReadonlySet<CloudLinkError['code']> = new Set([
  'invalid_request',
  'forbidden',
  'not_found',
  'conflict',
  'server_error',
  'unexpected_status',
  'malformed_response',
]);

export function addTo(program: Command, session: Session): void {
  const command = program
    .command('record')
    .description(
      'Saves the lists and settings of a Center to a file from which an emulator starts. Changes nothing at the Center.',
    )
    .option('--out <file>', 'file to write; default: standard output')
    .option('--force', 'overwrite the file')
    .addHelpText(
      'after',
      `
Passwords, passcodes, registration codes and other secrets are left out. Names and addresses are not: look at the file before you pass it on.

Example:
  cloudlink record --out center.yaml
  npx cloudlink-emulator --state center.yaml`,
    );
  command.action(() => record(session, command.opts<Flags>()));
}

async function record(session: Session, { out, force = false }: Flags): Promise<void> {
  if (session.globals.dryRun) return printPlan(session, { method: 'GET', path: '/securevm' });
  if (out !== undefined && existsSync(out) && !force)
    throw new CommandError('other', `${out} already exists. Use --force to overwrite it.`);
  const { recordEstate } = await import('@cloudlink-center/emulator');
  const { read, failure } = readerOf(await session.center(), session.signal);
  const { yaml, missing } = await recordEstate(read);
  if (failure() !== undefined) throw failure();
  for (const path of missing) note(session.io, `Left out, because the Center refuses it: ${plainText(path)}`);
  if (out === undefined) {
    session.io.stdout.write(yaml);
    return;
  }
  // The file has names of machines and people, and addresses.
  writeFileSync(out, yaml, { mode: 0o600 });
  chmodSync(out, 0o600);
  await session.print(out, { output: 'table' });
}

/** Reads one path after the other. Stops after a failure that does not concern a single path. */
function readerOf(
  center: CloudLink,
  signal: AbortSignal,
): { read: (path: string) => Promise<unknown>; failure: () => unknown } {
  let failure: unknown;
  return {
    failure: () => failure,
    async read(path) {
      if (failure !== undefined) throw failure;
      try {
        // The paths come from the specification, like the client's types.
        const { data, error } = await center.GET(path as '/securevm', { signal });
        if (error === undefined) return data;
        throw error;
      } catch (error) {
        if (!isCloudLinkError(error) || !LEFT_OUT.has(error.code)) failure = error;
        throw error;
      }
    },
  };
}
