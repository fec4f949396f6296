/**
 * Estate files: YAML that a user wrote, or saved from a running emulator. Secrets are not written; users
 * without a password get the default one.
 *
 * @module
 */
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { User } from '@cloudlink-center/spec';
import { COLLECTIONS } from '../collections.ts';
import { isRecord, writeOwn } from '../internal/own.ts';
import { validatorOf } from '../internal/validator.ts';
import type { State } from '../store.ts';
import { readEstate, writeEstate } from './estate-text.ts';
import { factoryState } from './factory.ts';

/** Parts of a state. Missing parts are as in the state `factory`. A user may have a `password`. */
export type EstateFile = Partial<Omit<State, 'users' | 'collections'>> & {
  readonly users?: readonly (User & { readonly password?: string })[];
  readonly collections?: Partial<State['collections']>;
};
export interface EstateDefaults {
  readonly now: number;
  /** Password of people who have none in the file. */
  readonly password: string;
  readonly client: { readonly id: string; readonly secret: string };
}

/** The schemas of the lists. */
const SCHEMAS: Readonly<Record<string, string>> = {
  machines: 'Machine',
  groups: 'MachineGroup',
  networks: 'ApprovedNetwork',
  users: 'User',
  roles: 'Role',
  licenses: 'License',
  alarms: 'Alarm',
  events: 'Event',
  actions: 'Action',
  securityEvents: 'SecurityEvent',
};
/** Parts that are never written to a file. */
const SECRETS: ReadonlySet<string> = new Set(['passwords', 'failedSignIns', 'vaultCodes']);

/** @throws TypeError that describes the fault of the file. */
export async function readEstateFile(path: string): Promise<EstateFile> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new TypeError(
      `state: "${path}" is neither a built-in state (factory, small, large) nor a readable file.`,
      { cause },
    );
  });
  const content = await readEstate(text);
  checkEstate(content, path);
  return content;
}

export function checkEstate(content: unknown, name: string): asserts content is EstateFile {
  if (!isRecord(content)) throw new TypeError(`${name} is not an estate: it must be a mapping.`);
  const known = Object.keys(factoryState(0));
  const unknown = Object.keys(content).find((part) => !known.includes(part));
  if (unknown !== undefined)
    throw new TypeError(`${name}: an estate has no "${unknown}". It has ${known.join(', ')}.`);
  for (const [part, schema] of Object.entries(SCHEMAS)) {
    const list = content[part];
    if (list === undefined) continue;
    if (!Array.isArray(list)) throw new TypeError(`${name}: "${part}" must be a list.`);
    for (const [index, item] of list.entries()) {
      const problem = validatorOf().component(schema, item);
      if (problem !== undefined) throw new TypeError(`${name}: ${part}[${index}]: ${problem}.`);
    }
  }
  const collections = content['collections'] ?? {};
  const groups: string[] = COLLECTIONS.map(({ group }) => group);
  const strange = isRecord(collections)
    ? Object.keys(collections).find((one) => !groups.includes(one))
    : 'collections';
  if (strange !== undefined)
    throw new TypeError(`${name}: there is no collection "${strange}". There are ${groups.join(', ')}.`);
}

export function stateOfFile(file: EstateFile, { now, password, client }: EstateDefaults): State {
  const base = factoryState(now);
  const { users = base.users, collections = {}, ...parts } = structuredClone(file);
  const state: State = { ...base, ...parts, users: [], collections: { ...base.collections, ...collections } };
  for (const group of state.groups) group.code ??= registrationCode();
  if (!state.groups.some(({ name }) => name === 'Default')) state.groups.unshift(...base.groups);
  const present = users.some(({ name }) => name === client.id);
  const own: User = {
    name: client.id,
    user_type: 'client',
    roles: ['SecAdmin'],
    built_in: false,
    locked: false,
  };
  const everybody: readonly (User & { readonly password?: string })[] = present ? users : [...users, own];
  for (const { password: given, ...user } of everybody) {
    state.users.push(user);
    const standard = user.name === client.id ? client.secret : password;
    writeOwn(state.passwords, user.name, given ?? standard);
  }
  return state;
}

/** Writes a state as a file, without passwords and passcodes. */
export async function estateFileOf(state: State): Promise<string> {
  const parts = Object.entries(state).filter(([name]) => !SECRETS.has(name));
  const about = 'An estate of the CloudLink Center emulator: cloudlink-emulator --state <this file>';
  return writeEstate(about, Object.fromEntries(parts));
}

function registrationCode(): string {
  const digits = randomBytes(4).toString('hex');
  return `${digits.slice(0, 4)}-${digits.slice(4)}`;
}
