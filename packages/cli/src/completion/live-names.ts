/**
 * Names of machines, disks, groups and keystores for completion, from the Center. Uses the stored token, and
 * caches names for a minute.
 *
 * @module
 */
import { join } from 'node:path';
import type { CloudLink } from '@cloudlink-center/client';
import { findMachine } from '../names.ts';
import { plainText } from '../io.ts';
import { places } from '../places.ts';
import { readJson, writeJson } from '../private-file.ts';
import type { Session } from '../session.ts';
import { readSettings } from '../settings.ts';

export type NameKind = 'machines' | 'disks' | 'groups' | 'keystores';

type Kept = Record<string, { at: number; names: string[] }>;

const LIFETIME_MS = 60_000;

const READ: Readonly<Record<NameKind, (center: CloudLink, of: string) => Promise<(string | undefined)[]>>> = {
  machines: async (center) =>
    (await center.machines.list({ query: { ignore_resources: true } })).map(({ name }) => name),
  disks: async (center, machine) => {
    const uuid = await findMachine(center, machine);
    return ((await center.machines.get({ path: { uuid } })).resources ?? []).map(
      ({ mpoint, id }) => mpoint ?? id,
    );
  },
  groups: async (center) => (await center.machineGroups.list()).map(({ name }) => name),
  // The vendor documents no fields of keystores, but their paths use a name.
  keystores: async (center) => (await center.keystores.list()).map((one) => (one as { name?: string }).name),
};

/** @param of - The machine whose disks are listed. */
export async function liveNames(kind: NameKind, session: Session, of = ''): Promise<string[]> {
  if (session.globals.emulator) return [];
  const { addresses, profileName } = readSettings(session.globals);
  const file = join(places().cache, 'names.json');
  const key = [profileName, addresses[0], kind, of].join(' ');
  const kept = keptIn(file);
  const present = kept[key];
  if (present !== undefined && Date.now() - present.at < LIFETIME_MS) return present.names;
  // The keyring could ask for its own password, which would surprise after Tab.
  session.decided = { keyring: false };
  const found = await READ[kind](await session.center(), of);
  const names = found.filter((name) => name !== undefined).map((name) => plainText(name));
  keep(file, { ...fresh(kept), [key]: { at: Date.now(), names } });
  return names;
}

function keptIn(file: string): Kept {
  try {
    return Object(readJson(file)) as Kept;
  } catch {
    return {};
  }
}

function fresh(kept: Kept): Kept {
  return Object.fromEntries(Object.entries(kept).filter(([, { at }]) => Date.now() - at < LIFETIME_MS));
}

function keep(file: string, kept: Kept): void {
  try {
    writeJson(file, kept);
  } catch {
    // The next Tab tries again.
  }
}
