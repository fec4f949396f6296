/**
 * The default state `small`: five machines and some of everything else. The names are those of the examples
 * in the specification.
 *
 * @module
 */
import { exampleRequest } from '../internal/openapi.ts';
import { isRecord } from '../internal/own.ts';
import { createCollections, createKmipObjects } from '../collections.ts';
import type { State } from '../store.ts';
import { builtInRoles, disk, group, machine, PASSWORD, secadmin, targetId } from './parts.ts';

/** @param now - Milliseconds since the epoch. The history of the estate is before this time. */
export function smallState(now: number, client: { id: string; secret: string }): State {
  const ago = (minutes: number): string => new Date(now - minutes * 60_000).toISOString();
  const clc1 = { id: targetId(1), name: 'clc1.example.com', type: 'host' };
  const db01 = { id: targetId(21), name: 'db01', type: 'machine' };
  return {
    groups: [
      group('Default', 'Takes machines that register without a code', 'cf41-f71e', 2),
      {
        ...group('Production', 'Database and application servers', '9a3e-04b7', 3),
        key_rotation_interval: 365,
      },
    ],
    machines: [
      machine('db01', '4be6c1f2-6a0d-4c0e-9b57-2d1c5f4a7e01', 21, ago(9000), [
        disk('402653184001', '/dev/sda', 'unencrypted', 'boot'),
        disk('402653184002', '/dev/sdb', 'encrypted'),
      ]),
      machine('app01', '9f0d3a57-1c44-4f6e-8a61-7b2f9d8c3e02', 22, ago(8000), [
        disk('402653184003', '/dev/sdb', 'encrypting'),
      ]),
      machine('app02', '0c8a7d1e-52fb-4d43-9f07-3e64b1a95d03', 23, ago(7000), [
        disk('402653184004', '/dev/sdb', 'unencrypted'),
        disk('402653184005', '/dev/sdc', 'unencrypted', 'data_sds'),
      ]),
      {
        ...machine('legacy01', '7d21f5b8-90ce-4a1d-b0a4-8c3d2e6f7a04', 24, ago(6000), []),
        group: 'Default',
        blocked: true,
        status: 'blocked',
      },
      {
        // A machine reports its disks after it was accepted.
        ...machine('new01', 'e3b95c60-2f7a-4c58-8d19-5a0f6b4c1e05', 25, ago(5), []),
        group: 'Default',
        status: 'pending',
        conditions: [
          {
            id: 'c1',
            type: 'new_machine',
            description: 'The machine was not seen before',
            value: '198.51.100.25',
          },
        ],
      },
    ],
    networks: [
      {
        name: 'Office',
        description: 'Office network',
        ip_addresses: ['203.0.113.0/24'],
        target_id: targetId(51),
      },
    ],
    users: [
      secadmin(),
      {
        name: 'jdoe',
        built_in: false,
        locked: false,
        roles: ['Observer'],
        twofa_type: 'none',
        user_type: 'local',
        target_id: targetId(62),
      },
      {
        name: client.id,
        built_in: false,
        locked: false,
        roles: ['SecAdmin'],
        twofa_type: 'none',
        user_type: 'client',
        target_id: targetId(63),
      },
    ],
    passwords: { secadmin: PASSWORD, jdoe: PASSWORD, [client.id]: client.secret },
    failedSignIns: {},
    roles: builtInRoles(),
    licenses: [
      {
        id: targetId(81),
        target_id: targetId(81),
        licensing_type: 'socket',
        type: 'subscription',
        status: 'active',
        platform: 'vmware',
        duration: 365,
        limit: 16,
        assigned: true,
        expired: false,
        start_date: ago(100_000),
      },
    ],
    actions: [],
    alarms: [
      {
        id: 'alarm-1',
        type: 'MACHINE_PENDING',
        severity: 'HIGH',
        details: 'new01 waits for a decision',
        target: { id: targetId(25), name: 'new01', type: 'machine' },
        timestamp: ago(5),
        watched: false,
        host: clc1,
      },
      {
        id: 'alarm-2',
        type: 'BACKUP_NEEDED',
        severity: 'LOW',
        details: 'No backup was made since the last change',
        timestamp: ago(300),
        watched: false,
        host: clc1,
      },
    ],
    events: [
      {
        id: 'event-1',
        level: 'INFO',
        details: 'db01 connected',
        timestamp: ago(60),
        target: db01,
        host: clc1,
      },
      { id: 'event-2', level: 'WARNING', details: 'new01 is pending', timestamp: ago(5), host: clc1 },
    ],
    securityEvents: [
      {
        id: 'security-1',
        level: 'INFO',
        name: 'Machine key released',
        result: 'success',
        details: 'db01',
        timestamp: ago(60),
        target: db01,
        host: clc1,
      },
    ],
    alarmSettings: {},
    vault: { state: 'unlocked', auto: true },
    vaultCodes: vaultCodes(),
    builtInClient: true,
    licenseUsage: {},
    banner: { message: 'Authorised use only.' },
    keyLifetimes: {},
    diagnosticsReady: false,
    origins: [],
    collections: createCollections(),
    settings: {},
    keyMove: undefined,
    kmipObjects: createKmipObjects(),
    backup: {
      file: 'clc1-1.bak',
      madeAt: ago(700),
      keyPairId: '8d2a6b1f',
      schedule: { days_of_week: [1, 2, 3, 4, 5], hour: 2 },
    },
    encryptions: [
      {
        uuid: '9f0d3a57-1c44-4f6e-8a61-7b2f9d8c3e02',
        diskId: '402653184003',
        from: now - 30 * 60_000,
        to: now + 30 * 60_000,
      },
    ],
  };
}

/** The passcodes of the specification's example. */
function vaultCodes(): string[] {
  const example = exampleRequest('vault.setPasscodes');
  const codes: unknown = isRecord(example) ? example['codes'] : undefined;
  return Array.isArray(codes) ? codes.map(String) : [];
}
