/**
 * Machine groups and approved networks.
 *
 * @module
 */
import { randomBytes } from 'node:crypto';
import type { ApprovedNetwork, MachineGroup } from '@cloudlink-center/spec';
import { knownFrom } from '../evidence.ts';
import { readOwn, writeOwn } from '../internal/own.ts';
import type { State } from '../store.ts';
import { addressOrNetwork } from './addresses.ts';
import { type Call, find, type Handlers, mustAllExist, mustBeFree, Refusal, remove } from './handler.ts';

export const machineGroups: Handlers = {
  'machineGroups.list': ({ state }) => state.groups,
  'machineGroups.create': knownFrom('I', ({ state, body }) => {
    mustBeFree(state.groups, ({ name }) => name === body['name'], 'The group');
    mustBeKnown(state, body);
    state.groups.push({ ...body, name: String(body['name']), code: groupCode(), target_id: hexId() });
  }),
  'machineGroups.get': (call) => groupOf(call),
  // A body with only the fields that change was seen to work.
  'machineGroups.update': knownFrom('S', (call) => {
    const group = groupOf(call);
    const { name = group.name } = call.body;
    if (name !== group.name) rename(call.state, group, String(name));
    mustBeKnown(call.state, call.body);
    Object.assign(group, call.body);
  }),
  // `Default` always exists (V). That a group with machines cannot be deleted is inferred.
  'machineGroups.delete': knownFrom('V', (call) => {
    const { name } = groupOf(call);
    if (name === 'Default') throw new Refusal('The group Default always exists.');
    if (call.state.machines.some(({ group }) => group === name)) throw new Refusal('The group has machines.');
    remove(call.state.groups, (group) => group.name === name, 'The group');
  }),
  // The format of the code is known from operators.
  'machineGroups.regenerateCode': knownFrom('U', (call) => void (groupOf(call).code = groupCode())),
  'machineGroups.getKeyLifetime': (call) => readOwn(call.state.keyLifetimes, groupOf(call).name) ?? 0,
  'machineGroups.setKeyLifetime': knownFrom('V', (call) =>
    writeOwn(call.state.keyLifetimes, groupOf(call).name, Number(call.query['interval'])),
  ),
  'machineGroups.resetUsage': knownFrom('G', (call) => void groupOf(call)),
  'approvedNetworks.list': ({ state }) => state.networks,
  'approvedNetworks.create': knownFrom('S', ({ state, body }) => {
    mustBeFree(state.networks, ({ name }) => name === body['name'], 'The network');
    if (Array.isArray(body['ip_addresses'])) body['ip_addresses'].forEach(addressOrNetwork);
    state.networks.push({ ip_addresses: [], ...body, name: String(body['name']), target_id: hexId() });
  }),
  'approvedNetworks.update': knownFrom('I', (call) => {
    if (Array.isArray(call.body['ip_addresses'])) call.body['ip_addresses'].forEach(addressOrNetwork);
    Object.assign(networkOf(call), call.body);
  }),
  'approvedNetworks.delete': knownFrom('I', ({ state, path }) =>
    remove(state.networks, ({ name }) => name === path['network'], 'The network'),
  ),
  'approvedNetworks.addAddress': knownFrom('S', (call) => {
    const network = networkOf(call);
    const ip = addressOrNetwork(call.body['ip']);
    mustBeFree(network.ip_addresses ?? [], (one) => one === ip, 'The address');
    network.ip_addresses = [...(network.ip_addresses ?? []), ip];
  }),
  'approvedNetworks.updateAddress': knownFrom('I', (call) => {
    const network = networkOf(call);
    const ip = find(network.ip_addresses ?? [], (one) => one === call.path['ip'], 'The address');
    const next = addressOrNetwork(call.body['ip']);
    network.ip_addresses = (network.ip_addresses ?? []).map((one) => (one === ip ? next : one));
  }),
  'approvedNetworks.deleteAddress': knownFrom('I', (call) => {
    const network = networkOf(call);
    remove((network.ip_addresses ??= []), (one) => one === call.path['ip'], 'The address');
  }),
};

/** Refuses roles, networks and locations that do not exist. */
function mustBeKnown(state: State, body: Call['body']): void {
  mustAllExist(body['managing_roles'], state.roles, 'role');
  mustAllExist(body['networks'], state.networks, 'network');
  mustAllExist(body['locations'], state.collections.locations, 'location');
}

function rename(state: State, group: MachineGroup, name: string): void {
  if (group.name === 'Default') throw new Refusal('The group Default always exists.');
  mustBeFree(state.groups, (one) => one.name === name, 'The group');
  for (const machine of state.machines) if (machine.group === group.name) machine.group = name;
}

function groupOf({ state, path }: Call): MachineGroup {
  return find(state.groups, ({ name }) => name === path['name'], 'The group');
}

function networkOf({ state, path }: Call): ApprovedNetwork {
  return find(state.networks, ({ name }) => name === path['network'], 'The network');
}

/** Four hexadecimal digits, a dash and four more, as seen by operators. */
function groupCode(): string {
  const digits = randomBytes(4).toString('hex');
  return `${digits.slice(0, 4)}-${digits.slice(4)}`;
}

function hexId(): string {
  return randomBytes(16).toString('hex');
}
