/**
 * Profiles: which Center, who signs in and how, and what is trusted. They hold no secret. Environment variables and flags that go
 * before them are in `settings.ts`.
 *
 * @module
 */
import { join } from 'node:path';
import { CommandError } from './command-error.ts';
import { places } from './places.ts';
import { readJson, writeJson } from './private-file.ts';

export interface Profile {
  /** Origins of the Center's nodes; the first is the Center's name. */
  readonly addresses: readonly string[];
  readonly signIn: 'client' | 'browser';
  readonly clientId: string;
  /** A file that holds the secret. */
  readonly secretFile?: string;
  /** The secret is in the system's keyring. */
  readonly keyring?: boolean;
  /** Port of the loopback page, for signing in in a browser. */
  readonly redirectPort?: number;
  /** SHA-256 of the certificate that is trusted. */
  readonly fingerprint?: string;
  /** PEM of the authority that is trusted. */
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
    throw new CommandError('other', `${profilesFile()} does not hold profiles. Remove it and sign in again.`);
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

/** @throws CommandError when there is none of that name. */
export function profileNamed({ profiles }: Profiles, name: string): Profile {
  const profile = Object.hasOwn(profiles, name) ? profiles[name] : undefined;
  if (profile !== undefined) return profile;
  const known = Object.keys(profiles).join(', ') || 'none yet: cloudlink login makes one';
  throw new CommandError('notFound', `There is no profile "${name}". Profiles: ${known}.`);
}

function isProfiles(content: unknown): content is Profiles {
  const { current, profiles } = Object(content) as Partial<Profiles>;
  if (typeof current !== 'string' || typeof profiles !== 'object') return false;
  return Object.values(profiles).every(
    (one) => Array.isArray(one.addresses) && typeof one.clientId === 'string',
  );
}
