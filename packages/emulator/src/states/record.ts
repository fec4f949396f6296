/**
 * Records the lists of a real Center as an estate that the emulator can replay. It reads with a function of
 * the caller, such as the client's `GET`, and leaves out secrets.
 *
 * @module
 */
import { COLLECTIONS } from '../collections.ts';
import { operationOf } from '../internal/openapi.ts';
import { isRecord } from '../internal/own.ts';
import { SETTING_READERS } from '../routes/settings.ts';
import type { EstateFile } from './estate-file.ts';
import { writeEstate } from './estate-text.ts';

/**
 * Reads one path below `/cloudlink/rest`, such as `/securevm`. Resolves to the data, and rejects if the
 * Center refuses.
 */
export type ReadList = (path: string) => Promise<unknown>;
export interface RecordedEstate {
  /** The estate, for the option `state`. */
  readonly estate: EstateFile;
  /** The estate as YAML. */
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

/** Names of secret properties. `code` is the registration code of a group. */
const SECRET = /passw|secret|passphrase|private|token|psid|credential|access_key|community|^codes?$|^key$/i;

/**
 * Reads the lists and settings of a Center that an emulator can replay, without secrets. Writes nothing to
 * the Center.
 *
 * @example
 *
 * ```ts
 * import { writeFile } from 'node:fs/promises';
 * import { recordEstate, type ReadList } from '@cloudlink-center/emulator';
 *
 * export async function save(read: ReadList): Promise<void> {
 *   const { yaml, missing } = await recordEstate(read);
 *   await writeFile('estate.yaml', yaml);
 *   console.log('Not permitted:', missing);
 * }
 * ```
 */
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
  // The emulator validates the data when it reads the estate.
  const estate = {
    ...present(parts),
    collections: present(collections),
    settings: present(settings),
  } as unknown as EstateFile;
  const yaml = await writeEstate('Recorded from a CloudLink Center, without secrets.', estate);
  return { estate, yaml, missing };
}

/** A copy without secret properties. */
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
