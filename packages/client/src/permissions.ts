/**
 * `@cloudlink-center/client/permissions`, for least privilege: which permissions a role needs for some operations, and which operations a
 * caller may not use. By itself, since it loads the table of all operations. Every exported name is public API.
 *
 * @module
 */
import { operations, type OperationId } from '@cloudlink-center/spec/operations';
import type { CloudLink } from './client/create-cloudlink.ts';

/** What {@link requiredPermissions} finds. */
export interface RequiredPermissions {
  /** Permissions by their English names, in order of the alphabet. */
  readonly permissions: readonly string[];
  /** Operations for which the vendor publishes no permission: whether they need one is not known. */
  readonly unknown: readonly OperationId[];
}

/**
 * A small set of permissions with which all of these operations may be called: one for each operation, those that only view
 * before those that change, then as few as possible.
 *
 * @throws TypeError on an id that is no operation.
 */
export function requiredPermissions(ids: readonly OperationId[]): RequiredPermissions {
  const wanted = [...new Set(ids)];
  const unknown = wanted.filter((id) => permissionsOf(id).length === 0);
  const open = new Map(
    wanted
      .filter((id) => permissionsOf(id).length > 0)
      .map((id) => [id, weakest(permissionsOf(id))] as const),
  );
  const chosen: string[] = [];
  while (open.size > 0) {
    const best = mostUseful([...open.values()]);
    chosen.push(best);
    for (const [id, permissions] of open) if (permissions.includes(best)) open.delete(id);
  }
  return { permissions: chosen.toSorted(), unknown };
}

/**
 * The same names as the Center itself writes them, for a role.
 *
 * @throws TypeError that lists the names which the Center does not have: nothing is guessed.
 */
export async function matchPermissions(center: CloudLink, names: readonly string[]): Promise<string[]> {
  const own = new Map(
    (await center.roles.listPermissions()).map((name) => [normalized(String(name)), String(name)]),
  );
  const missing = names.filter((name) => !own.has(normalized(name)));
  if (missing.length > 0)
    throw new TypeError(
      `The Center lists no such permissions: ${missing.join(', ')}. See roles.listPermissions().`,
    );
  return names.map((name) => own.get(normalized(name)) ?? name);
}

/** Which of the operations a role with these permissions may not use. Those without published permissions are not among them. */
export function forbiddenOperations(
  ids: readonly OperationId[],
  permissions: readonly string[],
): OperationId[] {
  const held = new Set(permissions.map(normalized));
  return ids.filter((id) => {
    const any = permissionsOf(id);
    return any.length > 0 && !any.some((permission) => held.has(normalized(permission)));
  });
}

function permissionsOf(id: OperationId): readonly string[] {
  if (!Object.hasOwn(operations, id)) throw new TypeError(`There is no operation "${id}".`);
  return operations[id].permissions;
}

/** Those that only view, if there are any. */
function weakest(permissions: readonly string[]): readonly string[] {
  const views = permissions.filter((permission) => permission.startsWith('View '));
  return views.length > 0 ? views : permissions;
}

/** The one that serves most of what is still open; of equals the first of the alphabet. */
function mostUseful(open: readonly (readonly string[])[]): string {
  const counts = new Map<string, number>();
  for (const permission of open.flat()) counts.set(permission, (counts.get(permission) ?? 0) + 1);
  const [best] = [...counts].toSorted(([a, many], [b, more]) => more - many || (a < b ? -1 : 1));
  if (best === undefined) throw new Error('There is nothing to choose from.');
  return best[0];
}

/** Case and blanks do not make another permission. */
function normalized(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, ' ');
}
