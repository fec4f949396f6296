/**
 * Every operation of the specification, called by its named method over TLS with the specification's own
 * examples: the emulator must answer with the declared status, and the data must be valid against the
 * schema.
 */
import { startEmulator, type Emulator } from '@cloudlink-center/emulator';
import { operations, type OperationId } from '@cloudlink-center/spec/operations';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type CloudLink, clientCredentials, createCloudLink } from '../src/index.ts';
import { exampleBody, exampleParameters, operationOf, specification } from './examples.ts';

type State = Emulator['store']['state'];
type NamedMethod = (input: object) => PromiseLike<unknown>;

/** The state that an operation needs to succeed with its example. */
const PREPARATIONS: { [id in OperationId]?: (state: State) => void } = {
  'machineGroups.create': (state) => void (state.groups = []),

  'machineGroups.delete': (state) => void (state.machines = []),
  'approvedNetworks.create': (state) => void (state.networks = []),
  'approvedNetworks.addAddress': (state) => {
    for (const network of state.networks) network.ip_addresses = [];
  },
  'machines.resolvePending': (state) => {
    for (const machine of state.machines) machine.status = 'pending';
  },
  'roles.create': (state) => void (state.roles = state.roles.filter(({ built_in }) => built_in)),
  'users.create': (state) =>
    void (state.users = state.users.filter(({ user_type }) => user_type === 'client')),
};

let emulator: Emulator;
let center: CloudLink;
const ajv = new Ajv2020({ strict: false, allErrors: true });
// The module is CommonJS: its default export is the plugin, whatever the interop says.
(formats as unknown as (target: Ajv2020) => void)(ajv);
for (const name of ['binary', 'byte', 'password', 'int32', 'int64', 'double']) ajv.addFormat(name, true);
ajv.addSchema({ ...specification, $id: 'openapi' });

beforeAll(async () => {
  emulator = await startEmulator({ clientSecret: 'correct horse battery staple' });
  const { url: baseUrl, clientId, clientSecret, ca } = emulator;
  center = createCloudLink({ baseUrl, auth: clientCredentials({ clientId, clientSecret }), tls: { ca } });
});

beforeEach(() => {
  emulator.store.reset();
  emulator.store.state.roles.push({ name: 'Auditor', built_in: false });
});

afterAll(async () => {
  await center.close();
  await emulator.close();
});

test('the client has a method for each of the 290 operations', () => {
  const ids = Object.keys(operations) as OperationId[];
  expect(ids).toHaveLength(290);
  for (const id of ids) expect(methodOf(id), id).toBeTypeOf('function');
});

test.each(Object.keys(operations) as OperationId[])('%s', async (id) => {
  const { state } = emulator.store;
  if (/\.(create|add|addInstance)$/.test(id)) {
    for (const list of Object.values(state.collections)) list.length = 0;
    emulator.store.state.collections.locations.push({ name: 'Frankfurt' });
    if (id === 'locations.create') emulator.store.state.collections.locations = [];
  }
  PREPARATIONS[id]?.(state);

  const { success } = operationOf(id);
  const parameters = exampleParameters(id);
  if (parameters['path']?.['usersession_id'] !== undefined) {
    const [session] = await center.sessions.list();
    parameters['path'] = { usersession_id: session?.id };
  }
  const data = await methodOf(id)({ ...parameters, ...exampleBody(id) });

  expect(emulator.requests.at(-1)?.status).toBe(success.status);
  if (success.binary) expect(data).toMatchObject({ size: expect.any(Number) });
  else if (success.schema === undefined) expect(data).toBeUndefined();
  else expect(problemsOf(success.schema, data)).toEqual([]);
});

function methodOf(id: OperationId): NamedMethod {
  const member = id.split('.').reduce<unknown>((group, name) => Reflect.get(group as object, name), center);
  // Inputs differ by method; the specification's examples are what is passed.
  return member as NamedMethod;
}

function problemsOf(schema: object, data: unknown): unknown[] {
  // References in the document are local to it.
  const text = JSON.stringify(schema).replaceAll('"#/components', '"openapi#/components');
  const validate = ajv.compile(JSON.parse(text) as object);
  return validate(data) ? [] : (validate.errors ?? []);
}
