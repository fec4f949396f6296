/**
 * The permissions of roles (V). SecAdmin has all permissions, Observer those to view; custom roles have those
 * that they list.
 *
 * @module
 */
import type { Role } from '@cloudlink-center/spec';
import { operations } from './internal/openapi.ts';

const ALL: readonly string[] = [...new Set(operations.flatMap(({ permissions }) => permissions))].toSorted();

/** The permissions of the built-in role Admin, besides those to view monitoring data. */
const ADMIN =
  /User|View Roles|Backup(?!.*(Key|Restore))|Unlock Vault|Actions|Alarms|Events|Cluster Members|View Licenses|Syslog|System Configuration|Server/;

const BUILT_IN: ReadonlyMap<string, readonly string[]> = new Map([
  ['SecAdmin', ALL],
  ['Admin', ALL.filter((permission) => ADMIN.test(permission))],
  ['Observer', ALL.filter((permission) => permission.startsWith('View'))],
]);

export function permissionsOf(roleName: string, roles: readonly Role[]): readonly string[] {
  return BUILT_IN.get(roleName) ?? roles.find(({ name }) => name === roleName)?.permissions ?? [];
}
