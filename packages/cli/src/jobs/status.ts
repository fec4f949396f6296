/**
 * `cloudlink status`: profile, trust, sign-in and version at a glance. Fails like any call, with the exit
 * code of the failure.
 *
 * @module
 */
import type { Command } from 'commander';
import type { Session } from '../session.ts';
import { describeTrust } from './profile.ts';

export function addTo(program: Command, session: Session): void {
  program
    .command('status')
    .description('Shows the current profile, the trust, the signed-in user, and the version of the Center.')
    .addHelpText('after', '\nExample:\n  cloudlink status -o json')
    .action(async () => {
      const { center, settings } = await session.connect();
      const { signal } = session;
      const user = await center.sessions.whoami({ signal });
      const { current_version: version } = await center.software.getVersion({ signal });
      const expiresAt = center.auth.peek()?.expiresAt;
      await session.print({
        profile: settings.profileName,
        addresses: settings.addresses,
        trust: describeTrust(settings),
        signed_in_as: user.name,
        by: settings.signIn,
        until: expiresAt === undefined ? undefined : new Date(expiresAt).toISOString(),
        version,
      });
    });
}
