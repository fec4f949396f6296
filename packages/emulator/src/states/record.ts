/**
 * Records the lists of a real Center as an estate, so that what was seen there can be replayed here. It reads through a function of the caller's, such as
 * the client's `GET`; secrets are left out.
 *
 * @module
 */
import { COLLECTIONS } from '../collections.ts';
import { operationOf } from '../internal/openapi.ts';
import { isRecord } from '../internal/own.ts';
import { SETTING_READERS } from '../routes/settings.ts';
import type { EstateFile } from './estate-file.ts';
import { writeEstate } from './estate-text.ts';

/** Reads one path below `/cloudlink/rest`, such as `/securevm`, and resolves to the data; it rejects when the Center refuses. */
export type ReadList = (path: string) => Promise<unknown>;
export interface RecordedEstate {
  /** For `state` of an emulator. */
  readonly estate: EstateFile;
  /** The same as YAML. */
  readonly yaml: string;
  /** Paths that the Center refused, for example for a missing permission. */
  readonly missing: readonly string[];
}

const LISTS: Readonly<Record<string, string>> = {
  machines: 'machines.list',
  groups: 'machineGroups.list',
  networks: 'approvedNetworks.list',
  users: 'users.list',
  roles: 'roles.list',
  licenses: 'licenses.list',
  alarms: 'alarms.list',
  events: 'events.list',
  vault: 'vault.get',
};

/** Names of properties that hold secrets. `code` is the registration code of a group. */
const SECRET = /passw|secret|passphrase|private|token|psid|credential|access_key|community|^codes?$|^key$/i;

/** Reads what an emulator can replay: lists and settings. Nothing is written to the Center. */
export async function recordEstate(read: ReadList): Promise<RecordedEstate> {
  const missing: string[] = [];
  const readOperation = async (operationId: string): Promise<unknown> => {
    const path = operationOf(operationId)?.path ?? '';
    try {
      return withoutSecrets(await read(path));
    } catch {
      missing.push(path);
      return undefined;
    }
  };
  const parts: Record<string, unknown> = {};
  for (const [part, id] of Object.entries(LISTS)) parts[part] = await readOperation(id);
  const collections: Record<string, unknown> = {};
  for (const { group } of COLLECTIONS) collections[group] = await readOperation(`${group}.list`);
  const settings: Record<string, unknown> = {};
  for (const reader of SETTING_READERS) settings[reader] = await readOperation(reader);
  // What the Center answers is of the specification's form; the emulator checks it when it reads the file.
  const estate = {
    ...present(parts),
    collections: present(collections),
    settings: present(settings),
  } as unknown as EstateFile;
  const yaml = await writeEstate('Recorded from a CloudLink Center, without secrets.', estate);
  return { estate, yaml, missing };
}

/** A copy without the properties that hold secrets. */
function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (!isRecord(value)) return value;
  // A boolean only says something about a secret, such as whether it is valid.
  const open = Object.entries(value).filter(
    ([name, inner]) => typeof inner === 'boolean' || !SECRET.test(name),
  );
  return Object.fromEntries(open.map(([name, inner]) => [name, withoutSecrets(inner)]));
}

function present(parts: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined));
}
