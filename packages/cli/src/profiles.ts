/**
 * Profiles: the Center, the user and the trusted certificate, without secrets. `settings.ts` applies
 * environment variables and flags, which take precedence.
 *
 * @module
 */
import { join } from 'node:path';
import { CommandError } from './command-error.ts';
import { places } from './places.ts';
import { readJson, writeJson } from './private-file.ts';

export interface Profile {
  /** Origins of the Center's nodes. The first one identifies the Center. */
  readonly addresses: readonly string[];
  readonly signIn: 'client' | 'browser';
  readonly clientId: string;
  /** A file with the secret. */
  readonly secretFile?: string;
  /** Whether the secret is in the system's keyring. */
  readonly keyring?: boolean;
  /** Port of the loopback page for the sign-in in a browser. */
  readonly redirectPort?: number;
  /** SHA-256 of the trusted certificate. */
  readonly fingerprint?: string;
  /** PEM of the trusted CA. */
  readonly ca?: string;
  readonly proxy?: string;
  /** Files of a client certificate. */
  readonly certFile?: string;
  readonly keyFile?: string;
}

export interface Profiles {
  current: string;
  readonly profiles: Record<string, Profile>;
}

export function profilesFile(): string {
  return join(places().config, 'profiles.json');
}

export function readProfiles(): Profiles {
  const content = readJson(profilesFile());
  if (content === undefined) return { current: 'default', profiles: {} };
  if (!isProfiles(content))
    throw new CommandError('other', `${profilesFile()} contains no profiles. Remove it and sign in again.`);
  return content;
}

export function saveProfile(name: string, profile: Profile, { use }: { use: boolean }): void {
  const all = readProfiles();
  all.profiles[name] = profile;
  if (use) all.current = name;
  writeJson(profilesFile(), all);
}

export function useProfile(name: string): void {
  const all = readProfiles();
  profileNamed(all, name);
  writeJson(profilesFile(), { ...all, current: name });
}

/** @throws CommandError if there is no profile with that name. */
export function profileNamed({ profiles }: Profiles, name: string): Profile {
  const profile = Object.hasOwn(profiles, name) ? profiles[name] : undefined;
  if (profile !== undefined) return profile;
  const known = Object.keys(profiles).join(', ') || 'none yet, cloudlink login creates one';
  throw new CommandError('notFound', `There is no profile "${name}". Profiles: ${known}.`);
}

function isProfiles(content: unknown): content is Profiles {
  const { current, profiles } = Object(content) as Partial<Profiles>;
  if (typeof current !== 'string' || typeof profiles !== 'object') return false;
  return Object.values(profiles).every(
    (one) => Array.isArray(one.addresses) && typeof one.clientId === 'string',
  );
}
