/**
 * The state `factory`: only `secadmin`, the built-in roles and the group `Default`, like an appliance before
 * its first set-up (S, V).
 *
 * @module
 */
import { COLLECTIONS, type Collections } from '../collections.ts';
import type { State } from '../store.ts';
import { builtInRoles, group, PASSWORD, secadmin } from './parts.ts';

export function factoryState(now: number): State {
  const nothing = Object.fromEntries(COLLECTIONS.map((route) => [route.group, []]));
  return {
    groups: [
      { ...group('Default', 'Takes machines that register without a code', 'cf41-f71e', 2), networks: [] },
    ],
    machines: [],
    networks: [],
    users: [secadmin()],
    passwords: { secadmin: PASSWORD },
    failedSignIns: {},
    roles: builtInRoles(),
    licenses: [],
    actions: [],
    alarms: [],
    events: [],
    securityEvents: [],
    alarmSettings: {},
    vault: { state: 'unlocked', auto: true },
    vaultCodes: [],
    builtInClient: true,
    licenseUsage: {},
    banner: { message: '' },
    keyLifetimes: {},
    diagnosticsReady: false,
    origins: [],
    // One empty list for each collection.
    collections: nothing as unknown as Collections,
    settings: {},
    keyMove: undefined,
    kmipObjects: {},
    backup: {
      file: '',
      madeAt: new Date(now).toISOString(),
      keyPairId: '',
      schedule: { days_of_week: [], hour: 0 },
    },
    encryptions: [],
  };
}
