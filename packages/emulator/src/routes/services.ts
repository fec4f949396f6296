/**
 * Backup, the cluster and the Center's own services, where they do more than keep a setting or a list.
 *
 * @module
 */
import { randomBytes } from 'node:crypto';
import type { BackupInfo } from '@cloudlink-center/spec';
import type { Backup } from '../store.ts';
import { itemOf } from './collections.ts';
import { type Call, type Handlers, remove } from './handler.ts';

export const services: Handlers = {
  'backup.get': (call) => backupInfo(call),
  'backup.generate': (call) => startBackup(call),
  'backup.download': (call) => {
    const backup = finished(call);
    backup.downloaded = { file: backup.file, at: new Date(call.now).toISOString() };
  },
  'backup.createKey': (call) => {
    call.state.backup.keyPairId = randomBytes(4).toString('hex');
    startBackup(call);
  },
  'backup.setSchedule': ({ state, body }) => void Object.assign(state.backup.schedule, body),
  'cors.allowOrigin': ({ state, body }) => {
    const origin = String(body['origin']);
    if (!state.origins.includes(origin)) state.origins.push(origin);
  },
  'cluster.members.setAddress': (call) => {
    itemOf(call, 'cluster.members')['address'] = call.body['address'];
  },
  'debug.properties.update': ({ state, body }) => {
    const properties = state.collections['debug.properties'];
    const name = String(body['property_name']);
    const property = properties.find((one) => one.property_name === name);
    if (property === undefined) properties.push({ ...body, property_name: name });
    else Object.assign(property, body);
  },
  // Its path is not that of the item.
  'debug.properties.delete': ({ state, path }) =>
    remove(
      state.collections['debug.properties'],
      ({ property_name }) => property_name === path['name'],
      'The property',
    ),
};

function backupInfo(call: Call): BackupInfo {
  const { file, madeAt, downloaded, keyPairId, readyAt, schedule } = finished(call);
  return {
    ...schedule,
    ...prefixOf(call),
    current_backup_file: file,
    current_backup_file_time: madeAt,
    is_backup_in_progress: readyAt !== undefined,
    key_pair_id: keyPairId,
    ...(downloaded && {
      last_downloaded_backup_file: downloaded.file,
      last_downloaded_backup_time: downloaded.at,
    }),
  };
}

/** The work goes on behind the answer; a second call while it goes on changes nothing. */
function startBackup(call: Call): void {
  const backup = finished(call);
  backup.readyAt ??= call.now + call.workDuration;
}

/** The backup as the clock says it is. */
function finished(call: Call): Backup {
  const { backup } = call.state;
  if (backup.readyAt !== undefined && backup.readyAt <= call.now) {
    const { file_prefix = 'clc1' } = prefixOf(call);
    backup.file = `${file_prefix}-${String(backup.readyAt)}.bak`;
    backup.madeAt = new Date(backup.readyAt).toISOString();
    delete backup.readyAt;
  }
  return backup;
}

function prefixOf({ state }: Call): { file_prefix?: string } {
  return state.settings['backup.getPrefix'] ?? {};
}
