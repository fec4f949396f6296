/**
 * `cloudlink can-i machines.shred`: whether the signed-in user may call an operation. Exit code 0 for yes, 1
 * for no.
 *
 * @module
 */
import { isCloudLinkError, type CloudLink } from '@cloudlink-center/client';
import { forbiddenOperations } from '@cloudlink-center/client/permissions';
import type { Command } from 'commander';
import { CommandError } from '../command-error.ts';
import { operationNamed } from '../find-command.ts';
import { note } from '../io.ts';
import type { Session } from '../session.ts';
import type { OperationRow } from '../topic-table.ts';

type OperationId = Parameters<typeof forbiddenOperations>[0][number];

/** According to the vendor's documents this role has every permission. */
const ALL_MIGHTY = 'SecAdmin';

export function addTo(program: Command, session: Session): void {
  program
    .command('can-i')
    .argument('<operation...>', 'such as machines.shred, or machines shred')
    .description('Tells whether the signed-in user may call an operation. Exit code 0 for yes, 1 for no.')
    .addHelpText('after', '\nExample:\n  cloudlink can-i machines.shred')
    .action((words: string[]) => answer(session, words));
}

async function answer(session: Session, words: readonly string[]): Promise<void> {
  const row = await operationNamed(words.join(' '));
  const held = await heldPermissions(await session.center());
  if (row.permissions.length === 0 && held !== 'all') {
    session.io.stdout.write('unknown\n');
    throw new CommandError('other', `The vendor publishes no permission for ${row.id}.`);
  }
  const isAllowed = held === 'all' || forbiddenOperations([idOf(row)], held).length === 0;
  session.io.stdout.write(isAllowed ? 'yes\n' : 'no\n');
  if (isAllowed) return;
  note(session.io, `${row.id} needs one of these permissions: ${row.permissions.join(', ')}.`);
  throw new CommandError('other', `The signed-in user may not call ${row.id}.`);
}

/**
 * The vendor does not say whether `authorities` are roles or permissions, so names of roles are replaced by
 * their permissions.
 */
async function heldPermissions(center: CloudLink): Promise<'all' | string[]> {
  const { authorities = [] } = await center.sessions.whoami();
  if (authorities.includes(ALL_MIGHTY)) return 'all';
  const roles = await center.roles.list().catch((error: unknown) => {
    if (isCloudLinkError(error) && error.code === 'forbidden') return [];
    throw error;
  });
  return authorities.flatMap((name) => [
    name,
    ...(roles.find((role) => role.name === name)?.permissions ?? []),
  ]);
}

/** The table and the ids are generated from the same specification. */
function idOf({ id }: OperationRow): OperationId {
  return id as OperationId;
}
