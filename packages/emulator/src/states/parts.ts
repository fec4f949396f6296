/**
 * Parts of the built-in states: groups, machines, disks, roles, and the built-in administrator.
 *
 * @module
 */
import type { Disk, Machine } from '@cloudlink-center/spec';
import { encryptedLabel } from '../disks.ts';
import type { State } from '../store.ts';

const MIB_100 = 102_400;
/** Password of the people of every built-in state. */
export const PASSWORD = 'emulated-password';

/** 32 lower-case hexadecimal digits, as in the examples of the specification. */
export function targetId(number: number): string {
  return `a1b2c3d4e5f60718293a4b5c6d7e${String(number).padStart(4, '0')}`;
}

export function group(name: string, description: string, code: string, id: number): State['groups'][number] {
  return {
    name,
    description,
    code,
    encryption_policy: 'encrypt_none',
    is_auto_upgrade: false,
    key_rotation_interval: 30,
    locations: [],
    networks: ['Office'],
    managing_roles: ['SecAdmin'],
    target_id: targetId(40 + id),
  };
}

export function machine(
  name: string,
  uuid: string,
  host: number,
  registered: string,
  resources: Disk[],
): Machine {
  return {
    uuid,
    name,
    group: 'Production',
    ip_address: `198.51.100.${host}`,
    blocked: false,
    conditions: [],
    encryption_policy: 'encrypt_none',
    is_waiting_upgrade: false,
    manage_sed: false,
    os: 'linux',
    os_name: 'Ubuntu 24.04',
    platform: 'vmware',
    registered: true,
    resources,
    status: 'connected',
    target_id: targetId(host),
    time_registered: registered,
    version: '8.1',
  };
}

export function disk(id: string, mpoint: string, state: string, type = 'data_raw'): Disk {
  return {
    id,
    mpoint,
    state,
    type,
    size: MIB_100,
    supported: true,
    exempt_from_policy: false,
    percentage: state === 'encrypted' ? 100 : 0,
    label: state === 'encrypted' ? encryptedLabel(mpoint) : mpoint,
  };
}

export function secadmin(): State['users'][number] {
  return {
    name: 'secadmin',
    built_in: true,
    locked: false,
    roles: ['SecAdmin'],
    twofa_type: 'none',
    user_type: 'local',
    target_id: targetId(61),
  };
}

export function builtInRoles(): State['roles'] {
  return ['SecAdmin', 'Admin', 'Observer'].map((name, index) => ({
    name,
    built_in: true,
    description: `Built-in role ${name}`,
    managed_by: ['SecAdmin'],
    permissions: [],
    target_id: targetId(71 + index),
  }));
}
