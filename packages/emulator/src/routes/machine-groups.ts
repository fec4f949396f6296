/**
 * Machine groups and approved networks.
 *
 * @module
 */
import { randomBytes } from 'node:crypto';
import type { ApprovedNetwork, MachineGroup } from '@cloudlink-center/spec';
import { type Call, find, type Handlers, mustBeFree, Refusal, remove } from './handler.ts';

export const machineGroups: Handlers = {
  'machineGroups.list': ({ state }) => state.groups,
  'machineGroups.create': ({ state, body }) => {
    mustBeFree(state.groups, ({ name }) => name === body['name'], 'The group');
    state.groups.push({ ...body, name: String(body['name']), code: groupCode(), target_id: hexId() });
  },
  'machineGroups.get': (call) => groupOf(call),
  'machineGroups.update': (call) => void Object.assign(groupOf(call), call.body),
  'machineGroups.delete': (call) => {
    const { name } = groupOf(call);
    if (name === 'Default') throw new Refusal(400, 'The group Default always exists.');
    if (call.state.machines.some(({ group }) => group === name))
      throw new Refusal(400, 'The group has machines.');
    remove(call.state.groups, (group) => group.name === name, 'The group');
  },
  'machineGroups.regenerateCode': (call) => void (groupOf(call).code = groupCode()),
  'machineGroups.getKeyLifetime': (call) => call.state.keyLifetimes[groupOf(call).name] ?? 0,
  'machineGroups.setKeyLifetime': (call) => {
    call.state.keyLifetimes[groupOf(call).name] = Number(call.query['interval']);
  },
  'machineGroups.resetUsage': (call) => void groupOf(call),
  'approvedNetworks.list': ({ state }) => state.networks,
  'approvedNetworks.create': ({ state, body }) => {
    mustBeFree(state.networks, ({ name }) => name === body['name'], 'The network');
    state.networks.push({ ip_addresses: [], ...body, name: String(body['name']), target_id: hexId() });
  },
  'approvedNetworks.update': (call) => void Object.assign(networkOf(call), call.body),
  'approvedNetworks.delete': ({ state, path }) =>
    remove(state.networks, ({ name }) => name === path['network'], 'The network'),
  'approvedNetworks.addAddress': (call) => {
    const network = networkOf(call);
    const ip = String(call.body['ip']);
    mustBeFree(network.ip_addresses ?? [], (one) => one === ip, 'The address');
    network.ip_addresses = [...(network.ip_addresses ?? []), ip];
  },
  'approvedNetworks.updateAddress': (call) => {
    const network = networkOf(call);
    const ip = find(network.ip_addresses ?? [], (one) => one === call.path['ip'], 'The address');
    network.ip_addresses = (network.ip_addresses ?? []).map((one) =>
      one === ip ? String(call.body['ip']) : one,
    );
  },
  'approvedNetworks.deleteAddress': (call) => {
    const network = networkOf(call);
    remove((network.ip_addresses ??= []), (one) => one === call.path['ip'], 'The address');
  },
};

function groupOf({ state, path }: Call): MachineGroup {
  return find(state.groups, ({ name }) => name === path['name'], 'The group');
}

function networkOf({ state, path }: Call): ApprovedNetwork {
  return find(state.networks, ({ name }) => name === path['network'], 'The network');
}

/** Four hexadecimal digits, a dash, four more, as operators have seen them. */
function groupCode(): string {
  const digits = randomBytes(4).toString('hex');
  return `${digits.slice(0, 4)}-${digits.slice(4)}`;
}

function hexId(): string {
  return randomBytes(16).toString('hex');
}
