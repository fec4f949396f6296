/**
 * `cloudlink logout`: ends the session at the Center, for every process that shares its token.
 *
 * @module
 */
import type { Command } from 'commander';
import { note } from '../io.ts';
import { forgetInKeyring, keyringAccount } from '../keyring.ts';
import type { Session } from '../session.ts';

export function addTo(program: Command, session: Session): void {
  const command = program
    .command('logout')
    .description(
      'Ends the session at the Center, for every process that shares its token. Keeps the profile.',
    )
    .option('--forget', 'also remove the secret from the keyring')
    .addHelpText('after', '\nExample:\n  cloudlink logout --forget');
  command.action(async () => {
    const { center, settings } = await session.connect();
    const [address = ''] = settings.addresses;
    await center.logout();
    if (command.opts<{ forget?: boolean }>().forget)
      await forgetInKeyring(keyringAccount(address, settings.clientId ?? ''));
    note(session.io, `Logged out of ${address}.`);
  });
}
