/**
 * `cloudlink profile list|use|show|remove`. Profiles contain no secrets, so they can be shown.
 *
 * @module
 */
import { X509Certificate } from 'node:crypto';
import type { Command } from 'commander';
import { note } from '../io.ts';
import { profileNamed, profilesFile, readProfiles, useProfile } from '../profiles.ts';
import { writeJson } from '../private-file.ts';
import type { Session } from '../session.ts';

export function addTo(program: Command, session: Session): void {
  const topic = program
    .command('profile')
    .description(`Profiles: Center, user, and trusted certificate. They are in ${profilesFile()}.`);
  topic.addHelpText('after', '\nExample:\n  cloudlink profile use lab');
  topic
    .command('list')
    .description('Lists the profiles.')
    .action(() => session.print(listed()));
  topic
    .command('use')
    .argument('<name>')
    .description('Makes a profile the current one.')
    .action((name: string) => {
      useProfile(name);
      note(session.io, `The current profile is ${name}.`);
    });
  topic
    .command('show')
    .argument('[name]', 'default: the current one')
    .description('Shows a profile.')
    .action(async (name?: string) => {
      const all = readProfiles();
      const shown = name ?? session.globals.profile ?? all.current;
      const { ca: _ca, fingerprint: _fingerprint, ...rest } = profileNamed(all, shown);
      await session.print({
        name: shown,
        current: shown === all.current,
        ...rest,
        trust: describeTrust(profileNamed(all, shown)),
      });
    });
  topic
    .command('remove')
    .argument('<name>')
    .description('Removes a profile. To end its session, log out first.')
    .action((name: string) => {
      const { current, profiles } = readProfiles();
      profileNamed({ current, profiles }, name);
      const { [name]: _removed, ...others } = profiles;
      const next = current === name ? (Object.keys(others)[0] ?? 'default') : current;
      writeJson(profilesFile(), { current: next, profiles: others });
      note(session.io, `Removed ${name}. The current profile is ${next}.`);
    });
}

function listed(): object[] {
  const { current, profiles } = readProfiles();
  return Object.entries(profiles).map(([name, profile]) => ({
    name,
    current: name === current,
    addresses: profile.addresses,
    client_id: profile.clientId,
    sign_in: profile.signIn,
    trust: describeTrust(profile),
  }));
}

/** Describes the trust of a profile in a few words. */
export function describeTrust({ fingerprint, ca }: { fingerprint?: string; ca?: string }): string {
  if (fingerprint !== undefined) return `certificate ${fingerprint}`;
  return ca === undefined ? "the system's CAs" : `CA ${fingerprintOf(ca)}`;
}

function fingerprintOf(pem: string): string {
  try {
    return new X509Certificate(pem).fingerprint256;
  } catch {
    return 'in a file that cannot be read';
  }
}
