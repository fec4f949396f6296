/**
 * Machines, their disks, and encryption that takes time.
 *
 * @module
 */
import type { Disk, Machine } from '@cloudlink-center/spec';
import { targetOf } from '../agent.ts';
import { knownFrom } from '../evidence.ts';
import { clearAlarms, recordEvent } from '../journal.ts';
import { type Call, find, type Handlers, Refusal, remove } from './handler.ts';

export const machines: Handlers = {
  'machines.list': ({ state, query, guesses }) => {
    const list =
      query['pending_only'] === 'true'
        ? state.machines.filter(({ status }) => status === guesses.machineStates.pending)
        : state.machines;
    return query['ignore_resources'] === 'true'
      ? list.map(({ resources: _resources, ...rest }) => rest)
      : list;
  },
  'machines.get': (call) => machineOf(call),
  'machines.delete': knownFrom('S', ({ state, path }) =>
    remove(state.machines, ({ uuid }) => uuid === path['uuid'], 'The machine'),
  ),
  'machines.setBlocked': knownFrom('I', (call) => {
    const machine = machineOf(call);
    machine.blocked = call.body['block'] === true;
    const { blocked, connected } = call.guesses.machineStates;
    machine.status = machine.blocked ? blocked : connected;
    tellOf(call, machine, machine.blocked ? 'is blocked' : 'is no longer blocked');
  }),
  // The response comes at once, and the work continues (S). That a machine without keys cannot be encrypted
  // is inferred.
  'machines.setDiskEncryption': knownFrom('S', (call) => {
    const machine = machineOf(call);
    const disk = diskOf(call);
    if (call.body['encrypt'] !== 'encrypt') throw new Refusal('Only "encrypt" is known.');
    const { pending, blocked } = call.guesses.machineStates;
    if (machine.blocked === true || machine.status === pending || machine.status === blocked)
      throw new Refusal(`The machine is ${machine.status ?? blocked}.`);
    if (disk.state !== 'unencrypted')
      throw new Refusal(`The disk is ${disk.state ?? 'in an unknown state'}.`);
    const { now, workDuration, state } = call;
    disk.state = 'encrypting';
    disk.percentage = 0;
    state.encryptions.push({ uuid: machine.uuid, diskId: disk.id, from: now, to: now + workDuration });
    tellOf(call, machine, `encrypts ${disk.mpoint ?? disk.id}`);
  }),
  'machines.exemptDisk': knownFrom('V', (call) => void (diskOf(call).exempt_from_policy = true)),
  'machines.deleteDiskExemption': knownFrom('V', (call) => void (diskOf(call).exempt_from_policy = false)),
  'machines.move': knownFrom('I', (call) => {
    const destination = call.body['destination_group_name'];
    const group = find(call.state.groups, ({ name }) => name === destination, 'The group');
    machineOf(call).group = group.name;
  }),
  'machines.resolvePending': knownFrom('V', (call) => {
    const machine = machineOf(call);
    const { pending, connected, blocked } = call.guesses.machineStates;
    if (machine.status !== pending) throw new Refusal('The machine is not pending.');
    const isAccepted = call.body['accept'] === true;
    machine.status = isAccepted ? connected : blocked;
    machine.blocked = !isAccepted;
    machine.conditions = [];
    clearAlarms(call.state, 'MACHINE_PENDING', machine.target_id ?? machine.uuid);
    tellOf(call, machine, isAccepted ? 'was accepted' : 'was refused');
  }),
  'machines.listKeys': (call) =>
    (machineOf(call).resources ?? [])
      .filter(({ state }) => state === 'encrypted')
      .map(({ id, mpoint }) => ({
        key_id: `key-${id}`,
        volume_id: id,
        ...(mpoint && { resolved_name: mpoint }),
      })),
  'machines.rotateKeys': knownFrom('G', (call) => void machineOf(call)),
  'machines.resetCertificate': knownFrom('G', (call) => void machineOf(call)),
  // Destroys the keys.
  'machines.shred': knownFrom('V', (call) => {
    const machine = machineOf(call);
    if (call.guesses.shreddingBlocks) {
      machine.blocked = true;
      machine.status = call.guesses.machineStates.blocked;
    }
    tellOf(call, machine, 'lost its keys');
  }),
  'machines.upgrade': knownFrom('I', (call) => void (machineOf(call).is_waiting_upgrade = true)),
  'installers.list': () => [
    { file_name: 'clagent.sh', os: 'linux', version: '8.1', url: '/cloudlink/securevm/clagent.sh' },
  ],
};

function tellOf({ state, now, guesses }: Call, machine: Machine, what: string): void {
  const details = `${machine.name ?? machine.uuid} ${what}`;
  recordEvent(state, { level: 'INFO', details, target: targetOf(machine) }, now, guesses.historyLimit);
}

function machineOf({ state, path }: Call): Machine {
  return find(state.machines, ({ uuid }) => uuid === path['uuid'], 'The machine');
}

function diskOf(call: Call): Disk {
  return find(machineOf(call).resources ?? [], ({ id }) => id === call.path['disk_id'], 'The disk');
}
