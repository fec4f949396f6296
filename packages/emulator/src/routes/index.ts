/**
 * Every handler, by operation id.
 *
 * @module
 */
import { acknowledged } from './acknowledged.ts';
import { backups } from './backups.ts';
import { certificates } from './certificates.ts';
import { collections } from './collections.ts';
import type { Handlers } from './handler.ts';
import { keys } from './keys.ts';
import { licences } from './licences.ts';
import { machineGroups } from './machine-groups.ts';
import { machines } from './machines.ts';
import { monitoring } from './monitoring.ts';
import { people } from './people.ts';
import { services } from './services.ts';
import { settings } from './settings.ts';
import { shownWrites } from './shown-writes.ts';
import { vault } from './vault.ts';

export const HANDLERS: Handlers = {
  ...acknowledged,
  ...collections,
  ...settings,
  ...keys,
  ...services,
  ...shownWrites,
  ...backups,
  ...certificates,
  ...licences,
  ...vault,
  ...machines,
  ...machineGroups,
  ...people,
  ...monitoring,
};
