/**
 * The possible values of a flag or an argument: known values, profiles, operations, and names at the Center.
 *
 * @module
 */
import type { Option } from 'commander';
import { topics } from '../generated/topics.ts';
import { suggestionsOf } from '../operation-options.ts';
import type { Session } from '../session.ts';
import type { NameKind } from './live-names.ts';

/** A value, and the description that the shell shows next to it. */
export type Candidate = readonly [value: string, description: string];

const BY_FLAG: Readonly<Record<string, NameKind>> = {
  '--destination-group-name': 'groups',
  '--current-keystore': 'keystores',
  '--keystore': 'keystores',
  '--destination-keystore-name': 'keystores',
};

export async function optionCandidates(option: Option, session: Session): Promise<Candidate[]> {
  const known = option.argChoices ?? suggestionsOf(option);
  if (known !== undefined) return known.map((value) => [value, '']);
  if (option.long === '--profile') return profileCandidates();
  const kind = BY_FLAG[option.long ?? ''];
  return kind === undefined ? [] : namesAsCandidates(kind, session);
}

export function isFileOption({ flags }: Option): boolean {
  return /<(file|json)>/.test(flags);
}

export async function argumentCandidates(
  {
    path,
    args,
    command,
  }: {
    path: readonly string[];
    args: readonly string[];
    command: { registeredArguments: readonly { name(): string }[] };
  },
  session: Session,
): Promise<Candidate[]> {
  const [topic = ''] = path;
  const name =
    command.registeredArguments[args.length]?.name() ?? command.registeredArguments.at(-1)?.name() ?? '';
  if (topic === 'profile' && args.length === 0) return profileCandidates();
  if (name === 'operation') return operationCandidates();
  if (args.length >= command.registeredArguments.length) return [];
  if (name === 'shell') return ['bash', 'zsh', 'fish', 'powershell'].map((shell) => [shell, '']);
  if (name === 'method') return ['GET', 'PUT', 'POST', 'DELETE'].map((method) => [method, '']);
  const kind = kindOf(topic, name);
  if (kind === undefined) return [];
  return namesAsCandidates(kind, session, kind === 'disks' ? args[0] : undefined);
}

function kindOf(topic: string, name: string): NameKind | undefined {
  if (name === 'machine' || (topic === 'machines' && name.startsWith('uuid'))) return 'machines';
  if (name === 'disk' || name.startsWith('disk-id')) return 'disks';
  if (name !== 'name') return undefined;
  return topic === 'machine-groups' ? 'groups' : topic === 'keystores' ? 'keystores' : undefined;
}

async function namesAsCandidates(kind: NameKind, session: Session, of?: string): Promise<Candidate[]> {
  const { liveNames } = await import('./live-names.ts');
  return (await liveNames(kind, session, of)).map((name) => [name, '']);
}

async function profileCandidates(): Promise<Candidate[]> {
  const { readProfiles } = await import('../profiles.ts');
  const { profiles } = readProfiles();
  return Object.entries(profiles).map(([name, { addresses }]) => [name, addresses[0] ?? '']);
}

function operationCandidates(): Candidate[] {
  return Object.entries(topics).flatMap(([topic, { methods }]) =>
    methods.map((method): Candidate => [`${topic}.${method}`, '']),
  );
}
