/**
 * `@cloudlink-center/client/permissions`: which permissions a set of operations needs, and which operations a
 * set of permissions does not allow. It is a separate entry point because it loads the table of all
 * operations. Every name below is public API.
 *
 * @module
 */
import { operations, type OperationId } from '@cloudlink-center/spec/operations';
import type { CloudLink } from './client/create-cloudlink.ts';

/** The result of {@link requiredPermissions}. */
export interface RequiredPermissions {
  /** English names of the permissions, sorted. */
  readonly permissions: readonly string[];
  /** Operations for which the vendor publishes no permission. They may still need one. */
  readonly unknown: readonly OperationId[];
}

/**
 * Returns a small set of permissions that allows all the given operations. For each operation it prefers
 * permissions that only view over those that change something, then the fewest permissions in total.
 *
 * @example
 *
 * ```ts
 * import { requiredPermissions } from '@cloudlink-center/client/permissions';
 *
 * const { permissions, unknown } = requiredPermissions(['machines.list', 'vault.get']);
 * ```
 *
 * @throws TypeError when an id is not an operation.
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
 * Looks up permission names on a Center and returns them as this Center spells them, ready for a role. Case,
 * spaces, `_` and `-` do not matter in the names you pass.
 *
 * @example
 *
 * ```ts
 * import { matchPermissions, requiredPermissions } from '@cloudlink-center/client/permissions';
 *
 * const { permissions } = requiredPermissions(['machines.list']);
 * const names = await matchPermissions(center, permissions);
 * ```
 *
 * @throws TypeError that lists the names the Center does not have.
 * @throws {@link CloudLinkError} when `roles.listPermissions` fails.
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

/**
 * Returns those of the operations that a role with these permissions may not call. Operations without
 * published permissions are never in the result.
 *
 * @example
 *
 * ```ts
 * import { forbiddenOperations } from '@cloudlink-center/client/permissions';
 *
 * const missing = forbiddenOperations(['machines.list', 'vault.unlock'], ['View SecureVM']);
 * ```
 *
 * @throws TypeError when an id is not an operation.
 */
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

/** The permissions that only view, if there are any. */
function weakest(permissions: readonly string[]): readonly string[] {
  const views = permissions.filter((permission) => permission.startsWith('View '));
  return views.length > 0 ? views : permissions;
}

/** The permission that serves the most remaining operations; among equals, the first in the alphabet. */
function mostUseful(open: readonly (readonly string[])[]): string {
  const counts = new Map<string, number>();
  for (const permission of open.flat()) counts.set(permission, (counts.get(permission) ?? 0) + 1);
  const [best] = [...counts].toSorted(([a, many], [b, more]) => more - many || (a < b ? -1 : 1));
  if (best === undefined) throw new Error('There is nothing to choose from.');
  return best[0];
}

/** Permission names are compared without case, spaces, `_` and `-`. */
function normalized(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, ' ');
}
