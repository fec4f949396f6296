/**
 * Machines, their disks, and encryption that takes time.
 *
 * @module
 */
import type { Disk, Machine } from '@cloudlink-center/spec';
import { encryptedLabel } from '../estate.ts';
import type { State } from '../store.ts';
import { type Call, find, type Handlers, Refusal, remove } from './handler.ts';

export const machines: Handlers = {
  'machines.list': ({ state, query }) => {
    const list =
      query['pending_only'] === 'true'
        ? state.machines.filter(({ status }) => status === 'pending')
        : state.machines;
    return query['ignore_resources'] === 'true'
      ? list.map(({ resources: _resources, ...rest }) => rest)
      : list;
  },
  'machines.get': (call) => machineOf(call),
  'machines.delete': ({ state, path }) =>
    remove(state.machines, ({ uuid }) => uuid === path['uuid'], 'The machine'),
  'machines.setBlocked': (call) => {
    const machine = machineOf(call);
    machine.blocked = call.body['block'] === true || call.body['block'] === 'true';
    machine.status = machine.blocked ? 'blocked' : 'connected';
  },
  'machines.setDiskEncryption': (call) => {
    const disk = diskOf(call);
    if (call.body['encrypt'] !== 'encrypt') throw new Refusal(400, 'Only "encrypt" is known.');
    if (disk.state !== 'unencrypted')
      throw new Refusal(400, `The disk is ${disk.state ?? 'in no known state'}.`);
    const { now, workDuration, state } = call;
    disk.state = 'encrypting';
    disk.percentage = 0;
    state.encryptions.push({
      uuid: machineOf(call).uuid,
      diskId: disk.id,
      from: now,
      to: now + workDuration,
    });
  },
  'machines.exemptDisk': (call) => void (diskOf(call).exempt_from_policy = true),
  'machines.deleteDiskExemption': (call) => void (diskOf(call).exempt_from_policy = false),
  'machines.move': (call) => {
    const destination = call.body['destination_group_name'];
    const group = find(call.state.groups, ({ name }) => name === destination, 'The group');
    machineOf(call).group = group.name;
  },
  'machines.resolvePending': (call) => {
    const machine = machineOf(call);
    if (machine.status !== 'pending') throw new Refusal(400, 'The machine is not pending.');
    const accepted = call.body['accept'] === true || call.body['accept'] === 'true';
    machine.status = accepted ? 'connected' : 'blocked';
    machine.blocked = !accepted;
    machine.conditions = [];
  },
  'machines.listKeys': (call) =>
    (machineOf(call).resources ?? [])
      .filter(({ state }) => state === 'encrypted')
      .map(({ id, mpoint }) => ({
        key_id: `key-${id}`,
        volume_id: id,
        ...(mpoint && { resolved_name: mpoint }),
      })),
  'machines.rotateKeys': (call) => void machineOf(call),
  'machines.resetCertificate': (call) => void machineOf(call),
  'machines.shred': (call) => {
    const machine = machineOf(call);
    machine.blocked = true;
    machine.status = 'blocked';
  },
  'machines.upgrade': (call) => void (machineOf(call).is_waiting_upgrade = true),
  'installers.list': () => [
    { file_name: 'clagent.sh', os: 'linux', version: '8.1', url: '/cloudlink/securevm/clagent.sh' },
  ],
};

/** Brings every disk that is being encrypted to where the clock says it is. */
export function advanceEncryption(state: State, now: number): void {
  state.encryptions = state.encryptions.filter(({ uuid, diskId, from, to }) => {
    const disk = state.machines
      .find((machine) => machine.uuid === uuid)
      ?.resources?.find(({ id }) => id === diskId);
    if (disk === undefined) return false;
    const isDone = now >= to;
    disk.percentage = isDone ? 100 : Math.max(0, Math.floor((100 * (now - from)) / (to - from)));
    disk.state = isDone ? 'encrypted' : 'encrypting';
    if (isDone && disk.mpoint !== undefined) disk.label = encryptedLabel(disk.mpoint);
    return !isDone;
  });
}

function machineOf({ state, path }: Call): Machine {
  return find(state.machines, ({ uuid }) => uuid === path['uuid'], 'The machine');
}

function diskOf(call: Call): Disk {
  return find(machineOf(call).resources ?? [], ({ id }) => id === call.path['disk_id'], 'The disk');
}
