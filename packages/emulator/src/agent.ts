/**
 * Registers and connects machines, as their agents do on an appliance. The API has no operations for this.
 *
 * @module
 */
import { randomBytes, randomUUID } from 'node:crypto';
import type { Machine, MachineGroup, Target } from '@cloudlink-center/spec';
import type { Guesses } from './guesses.ts';
import { raiseAlarm, recordEvent } from './journal.ts';
import { isWithin } from './routes/addresses.ts';
import type { State } from './store.ts';

/** A machine to register. Every property has a default. */
export interface Registration extends Partial<Machine> {
  /** The code of a group. Without one, or with a wrong one, the machine is added to `Default`. */
  readonly code?: string;
}

/**
 * Registers a machine. Its first address need not be approved by its group (V).
 *
 * @returns The UUID of the machine.
 */
export function registerMachine(
  state: State,
  registration: Registration,
  now: number,
  guesses: Guesses,
): string {
  const { code, ...machine } = registration;
  const group = state.groups.find((one) => code !== undefined && one.code === code)?.name ?? 'Default';
  const uuid = machine.uuid ?? randomUUID();
  const registered: Machine = {
    name: `machine-${uuid.slice(0, 8)}`,
    group,
    status: guesses.machineStates.connected,
    blocked: false,
    registered: true,
    conditions: [],
    resources: [],
    target_id: randomBytes(16).toString('hex'),
    time_registered: new Date(now).toISOString(),
    ...structuredClone(machine),
    uuid,
  };
  state.machines.push(registered);
  tell(state, registered, 'registered', now, guesses);
  if (registered.status === guesses.machineStates.pending) raisePending(state, registered, now);
  return uuid;
}

/**
 * Connects a machine from an address. If no approved network of its group contains the address, the machine
 * is pending (V).
 *
 * @throws TypeError if there is no such machine.
 */
export function connectMachine(
  state: State,
  uuid: string,
  address: string,
  now: number,
  guesses: Guesses,
): void {
  const machine = state.machines.find((one) => one.uuid === uuid);
  if (machine === undefined) throw new TypeError(`There is no machine ${JSON.stringify(uuid)}.`);
  const group = state.groups.find(({ name }) => name === machine.group);
  machine.ip_address = address;
  if (machine.blocked === true) return;
  const networks = approvedBy(state, group);
  if (networks === undefined || isWithin(address, networks)) {
    machine.status = guesses.machineStates.connected;
    tell(state, machine, 'connected', now, guesses);
    return;
  }
  machine.status = guesses.machineStates.pending;
  machine.conditions = [
    {
      id: randomUUID(),
      type: guesses.addressCondition,
      description: 'The address is not approved',
      value: address,
    },
  ];
  raisePending(state, machine, now);
  tell(state, machine, 'is pending', now, guesses);
}

export function targetOf({ uuid, name, target_id }: Machine): Target {
  return { id: target_id ?? uuid, name: name ?? uuid, type: 'machine' };
}

/** The approved addresses; undefined if the group approves every address. */
function approvedBy(state: State, group: MachineGroup | undefined): string[] | undefined {
  const names = group?.networks ?? [];
  if (names.length === 0) return undefined;
  return state.networks
    .filter(({ name }) => names.includes(name))
    .flatMap(({ ip_addresses = [] }) => ip_addresses);
}

function raisePending(state: State, machine: Machine, now: number): void {
  const target = targetOf(machine);
  raiseAlarm(state, 'MACHINE_PENDING', 'HIGH', now, {
    target,
    details: `${target.name ?? ''} waits for a decision`,
  });
}

function tell(state: State, machine: Machine, what: string, now: number, guesses: Guesses): void {
  const target = targetOf(machine);
  recordEvent(
    state,
    { level: 'INFO', details: `${target.name ?? ''} ${what}`, target },
    now,
    guesses.historyLimit,
  );
}
