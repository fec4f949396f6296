/**
 * `cloudlink whoami`: who is signed in, by the Center's own words.
 *
 * @module
 */
import type { Command } from 'commander';
import type { Session } from '../session.ts';

export function addTo(program: Command, session: Session): void {
  program
    .command('whoami')
    .description('Shows who is signed in, and what the Center says they may do.')
    .addHelpText('after', '\nExample:\n  cloudlink whoami --query name')
    .action(async () => {
      const center = await session.center();
      await session.print(await center.sessions.whoami({ signal: session.signal }));
    });
}
