/**
 * The system's keyring: Keychain, Credential Manager or Secret Service. The package is an optional
 * dependency, and a machine may have no keyring.
 *
 * @module
 */
import { CommandError } from './command-error.ts';

const SERVICE = 'cloudlink';

type Entry = {
  getPassword(): string | null;
  setPassword(secret: string): void;
  deletePassword(): boolean;
};

/** @throws CommandError if the secret cannot be stored. It is not written anywhere else. */
export async function keepInKeyring(account: string, secret: string): Promise<void> {
  const entry = await entryFor(account);
  try {
    if (entry === undefined) throw new Error('the package @napi-rs/keyring is not installed');
    entry.setPassword(secret);
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'unknown reason';
    throw new CommandError(
      'other',
      `The keyring cannot be used: ${reason}. Use --secret-file, or CLOUDLINK_CLIENT_SECRET.`,
    );
  }
}

export async function readFromKeyring(account: string): Promise<string | undefined> {
  try {
    return (await entryFor(account))?.getPassword() ?? undefined;
  } catch {
    return undefined; // A locked or missing keyring counts as empty: other sources follow.
  }
}

export async function forgetInKeyring(account: string): Promise<void> {
  try {
    (await entryFor(account))?.deletePassword();
  } catch {
    // There was no secret.
  }
}

/** The account in the keyring: one per client user and Center. */
export function keyringAccount(address: string, clientId: string): string {
  return `${clientId}@${new URL(address).host}`;
}

async function entryFor(account: string): Promise<Entry | undefined> {
  try {
    const { Entry } = await import('@napi-rs/keyring');
    return new Entry(SERVICE, account);
  } catch {
    return undefined;
  }
}
