/**
 * The settings of a run. Flags take precedence over environment variables, and those over the profile.
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import { CommandError } from './command-error.ts';
import type { Globals } from './global-flags.ts';
import { type Profile, profileNamed, readProfiles } from './profiles.ts';

export interface Settings {
  /** Name of the profile that is used, or that `login` would create. */
  readonly profileName: string;
  /** Missing if no profile is used. */
  readonly profile?: Profile;
  readonly addresses: readonly string[];
  readonly signIn: 'client' | 'browser';
  readonly clientId?: string;
  /** From the command line, so it takes precedence over CLOUDLINK_CLIENT_SECRET. */
  readonly namedSecretFile?: string;
  /** From the environment or the profile. */
  readonly secretFile?: string;
  readonly keyring: boolean;
  readonly redirectPort?: number;
  readonly ca?: string;
  readonly fingerprint?: string;
  readonly proxy?: string;
  readonly certFile?: string;
  readonly keyFile?: string;
}

const NO_ADDRESS =
  'No Center was given. Sign in with cloudlink login --address https://clc.example.com, set CLOUDLINK_ADDRESS, or try --emulator.';

/**
 * With another address, nothing of the profile is used: neither its trust nor its secret.
 *
 * @throws CommandError if there is no address, it is malformed, or the profile does not exist.
 */
export function readSettings(globals: Globals, decided: Partial<Settings> = {}): Settings {
  const { env } = process;
  const all = readProfiles();
  const named = globals.profile ?? env['CLOUDLINK_PROFILE'];
  const profileName = named ?? all.current;
  const given = (
    decided.addresses ??
    globals.address ??
    env['CLOUDLINK_ADDRESS']?.split(/[\s,]+/).filter(Boolean) ??
    []
  ).map(originOf);
  const isKnown = Object.hasOwn(all.profiles, profileName);
  if (named !== undefined && !isKnown && given.length === 0) profileNamed(all, named);
  const own = isKnown ? all.profiles[profileName] : undefined;
  const profile = given.every((address) => own?.addresses.includes(address)) ? own : undefined;
  const addresses = given.length > 0 ? given : (profile?.addresses ?? []);
  if (addresses.length === 0) throw new CommandError('usage', NO_ADDRESS);
  const caFile = globals.ca ?? env['CLOUDLINK_CA'];
  const fingerprint = globals.fingerprint ?? env['CLOUDLINK_FINGERPRINT'];
  const isTrustGiven = caFile !== undefined || fingerprint !== undefined;
  const clientId = globals.clientId ?? env['CLOUDLINK_CLIENT_ID'] ?? profile?.clientId;
  const isSameClient = clientId === profile?.clientId;
  return {
    profileName,
    addresses,
    signIn: (isSameClient ? profile?.signIn : undefined) ?? 'client',
    keyring: (isSameClient ? profile?.keyring : undefined) ?? false,
    ...defined({
      profile,
      clientId,
      namedSecretFile: globals.secretFile,
      secretFile: env['CLOUDLINK_SECRET_FILE'] ?? (isSameClient ? profile?.secretFile : undefined),
      redirectPort: profile?.redirectPort,
      ca: caFile === undefined ? (isTrustGiven ? undefined : profile?.ca) : readText(caFile),
      fingerprint: fingerprint ?? (isTrustGiven ? undefined : profile?.fingerprint),
      proxy: globals.proxy ?? env['CLOUDLINK_PROXY'] ?? profile?.proxy,
      certFile: globals.clientCert ?? env['CLOUDLINK_CLIENT_CERT'] ?? profile?.certFile,
      keyFile: globals.clientKey ?? env['CLOUDLINK_CLIENT_KEY'] ?? profile?.keyFile,
    }),
    ...decided,
  };
}

/** A host is enough: `clc.example.com` becomes `https://clc.example.com`. */
export function originOf(address: string): string {
  const url = address.includes('://') ? address : `https://${address}`;
  if (!URL.canParse(url)) throw new CommandError('usage', `"${address}" is not the address of a Center.`);
  const { protocol, origin, username, pathname } = new URL(url);
  if (protocol !== 'https:' || username !== '' || pathname !== '/')
    throw new CommandError('usage', `"${address}" must be an origin such as https://clc.example.com.`);
  return origin;
}

export function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code = 'unknown reason' } = error as NodeJS.ErrnoException;
    throw new CommandError('usage', `${file} cannot be read: ${code}.`);
  }
}

/** A copy without undefined values, for `exactOptionalPropertyTypes`. */
export function defined<T extends object>(values: T): { [Key in keyof T]?: Exclude<T[Key], undefined> } {
  const entries = Object.entries(values).filter(([, value]) => value !== undefined);
  // The entries are those of T.
  return Object.fromEntries(entries) as { [Key in keyof T]?: Exclude<T[Key], undefined> };
}
