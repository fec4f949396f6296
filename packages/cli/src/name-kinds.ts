/**
 * The parameters that are ids of things with names. `names.ts` looks the names up.
 *
 * @module
 */

export type NameKind = 'machine' | 'disk' | 'member' | 'session' | 'target';

/** What the user may give instead of the id. */
export const ALTERNATIVES: Readonly<Record<NameKind, string>> = {
  machine: 'name',
  disk: 'device',
  member: 'name',
  session: 'user, or current',
  target: 'name of a machine',
};

/** @param path - Template of the operation's path. */
export function kindOfParameter(path: string, name: string): NameKind | undefined {
  if (name === 'target_id') return 'target';
  if (name === 'usersession_id') return 'session';
  if (path.startsWith('/securevm/{uuid}'))
    return name === 'uuid' ? 'machine' : name === 'disk_id' ? 'disk' : undefined;
  return path.startsWith('/cluster') && name === 'uuid' ? 'member' : undefined;
}
