/**
 * `cloudlink role for machines.list machines.rotateKeys`: lists the permissions that a role needs, and
 * creates the role.
 *
 * @module
 */
import { matchPermissions, requiredPermissions } from '@cloudlink-center/client/permissions';
import type { Command } from 'commander';
import { operationNamed } from '../find-command.ts';
import { note } from '../io.ts';
import type { Session } from '../session.ts';

type OperationIds = Parameters<typeof requiredPermissions>[0];

export function addTo(program: Command, session: Session): void {
  const command = program
    .command('role')
    .description('Least privilege')
    .command('for')
    .argument('<operation...>', 'such as machines.list machines.rotateKeys')
    .option('--create <name>', 'create the role at the Center')
    .description(
      'Lists a small set of permissions that allows all of these operations. Without --create it needs no Center.',
    )
    .addHelpText('after', '\nExample:\n  cloudlink role for machines.list machines.rotateKeys');
  command.action(async (names: string[]) => {
    const rows = await Promise.all(names.map((name) => operationNamed(name)));
    // The tables and the ids are generated from the same specification.
    const { permissions, unknown } = requiredPermissions(rows.map(({ id }) => id) as unknown as OperationIds);
    if (unknown.length > 0) note(session.io, `The vendor publishes no permission for ${unknown.join(', ')}.`);
    const { create } = command.opts<{ create?: string }>();
    if (create === undefined) return session.print(permissions);
    const center = await session.center();
    const own = await matchPermissions(center, permissions);
    await center.roles.create({ body: { name: create, permissions: own }, signal: session.signal });
    await session.print(own);
  });
}
