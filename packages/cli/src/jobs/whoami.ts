/**
 * `cloudlink whoami`: who is signed in, according to the Center.
 *
 * @module
 */
import type { Command } from 'commander';
import type { Session } from '../session.ts';

export function addTo(program: Command, session: Session): void {
  program
    .command('whoami')
    .description('Shows the signed-in user and their authorities.')
    .addHelpText('after', '\nExample:\n  cloudlink whoami --query name')
    .action(async () => {
      const center = await session.center();
      await session.print(await center.sessions.whoami({ signal: session.signal }));
    });
}
