/**
 * `--emulator`: an emulated Center for one command. Only this file loads the emulator.
 *
 * @module
 */
import type { State } from '@cloudlink-center/emulator';
import type { Settings } from './settings.ts';

export interface Emulated extends AsyncDisposable {
  readonly settings: Settings;
  readonly secret: string;
}

/** Duration of work such as encrypting a disk: long enough to see the progress bar, and still short. */
const WORK_MS = 3_000;

export async function startEmulated(): Promise<Emulated> {
  const { startEmulator } = await import('@cloudlink-center/emulator');
  const emulator = await startEmulator({ workDuration: WORK_MS });
  addToEstate(emulator.store.state);
  return {
    settings: {
      profileName: 'emulator',
      addresses: [emulator.url],
      signIn: 'client',
      clientId: emulator.clientId,
      keyring: false,
      ca: emulator.ca,
    },
    secret: emulator.clientSecret,
    [Symbol.asyncDispose]: () => emulator.close(),
  };
}

/** Adds what some examples of the help need: an empty group, and a role that is not built in. */
export function addToEstate({ groups, roles }: State): void {
  groups.push({ name: 'Lab', description: 'Has no machines yet' });
  roles.push({ name: 'Auditor', built_in: false, permissions: ['View Actions'] });
}
