/**
 * Accepts names where the API requires ids: machines by name, disks by device, members of the cluster by
 * name. A name that matches nothing or several things is an error.
 *
 * @module
 */
import type { CloudLink } from '@cloudlink-center/client';
import { CommandError } from './command-error.ts';
import { plainText } from './io.ts';
import { kindOfParameter, type NameKind } from './name-kinds.ts';
import type { OperationRow } from './topic-table.ts';

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;
const DISK_ID = /^\d+$/;
const TARGET_ID = /^[\da-f]{32}$/i;

type Candidate = { id: string; names: readonly (string | undefined)[] };
export type Lookup = {
  readonly what: string;
  readonly isId: (text: string) => boolean;
  /** @param uuid - The machine whose disks are listed. */
  readonly list: (center: CloudLink, uuid: string) => Promise<Candidate[]>;
};

const MACHINE: Lookup = {
  what: 'machine',
  isId: (text) => UUID.test(text),
  list: async (center) =>
    (await center.machines.list({ query: { ignore_resources: true } })).map(({ uuid, name }) => ({
      id: uuid,
      names: [name],
    })),
};

const DISK: Lookup = {
  what: 'disk',
  isId: (text) => DISK_ID.test(text),
  list: async (center, uuid) =>
    ((await center.machines.get({ path: { uuid } })).resources ?? []).map(({ id, mpoint, label }) => ({
      id,
      names: [id, mpoint, label],
    })),
};

const MEMBER: Lookup = {
  what: 'member of the cluster',
  isId: (text) => UUID.test(text),
  list: async (center) =>
    (await center.cluster.members.list()).map(({ uuid, name, address }) => ({
      id: uuid,
      names: [name, address],
    })),
};

const SESSION: Lookup = {
  what: 'session',
  isId: () => false,
  list: async (center) =>
    (await center.sessions.list()).map(({ id, username, current }) => ({
      id,
      names: [id, username, current ? 'current' : undefined],
    })),
};

const TARGET: Lookup = {
  what: 'machine',
  isId: (text) => TARGET_ID.test(text),
  list: async (center) =>
    (await center.machines.list({ query: { ignore_resources: true } })).flatMap(({ target_id, name }) =>
      target_id === undefined ? [] : [{ id: target_id, names: [name] }],
    ),
};

const LOOKUPS: Readonly<Record<NameKind, Lookup>> = {
  machine: MACHINE,
  disk: DISK,
  member: MEMBER,
  session: SESSION,
  target: TARGET,
};

/** How to look up a parameter of a path or a flag; undefined if it is not an id with a name. */
export function lookupFor({ path }: OperationRow, name: string): Lookup | undefined {
  const kind = kindOfParameter(path, name);
  return kind && LOOKUPS[kind];
}

export function findMachine(center: CloudLink, name: string): Promise<string> {
  return idOf(MACHINE, name, center, '');
}

export function findDisk(center: CloudLink, uuid: string, name: string): Promise<string> {
  return idOf(DISK, name, center, uuid);
}

/** @throws CommandError `notFound`; `usage` if several things have the name. */
export async function idOf(lookup: Lookup, name: string, center: CloudLink, uuid: string): Promise<string> {
  if (lookup.isId(name)) return name;
  const found = (await lookup.list(center, uuid)).filter(({ names }) => names.includes(name));
  const ids = [...new Set(found.map(({ id }) => id))];
  const shown = plainText(name);
  if (ids.length > 1)
    throw new CommandError(
      'usage',
      `"${shown}" is the name of ${ids.length} things. Give the id: ${ids.join(', ')}.`,
    );
  const [id] = ids;
  if (id === undefined) throw new CommandError('notFound', `There is no ${lookup.what} "${shown}".`);
  return id;
}
