/**
 * Which role may do what. SecAdmin holds all permissions, Observer those to view; custom roles hold what they list.
 *
 * @module
 */
import type { Role } from '@cloudlink-center/spec';
import { operations } from './internal/openapi.ts';

const ALL: readonly string[] = [...new Set(operations.flatMap(({ permissions }) => permissions))].toSorted();

/** What the built-in role Admin holds beside the views of monitoring. */
const ADMIN =
  /User|View Roles|Backup(?!.*(Key|Restore))|Unlock Vault|Actions|Alarms|Events|Cluster Members|View Licenses|Syslog|System Configuration|Server/;

export function permissionsOf(roleName: string, roles: readonly Role[]): string[] {
  switch (roleName) {
    case 'SecAdmin':
      return [...ALL];
    case 'Admin':
      return ALL.filter((permission) => ADMIN.test(permission));
    case 'Observer':
      return ALL.filter((permission) => permission.startsWith('View'));
    default:
      return roles.find(({ name }) => name === roleName)?.permissions ?? [];
  }
}
