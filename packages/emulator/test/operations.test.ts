import { expect, test } from 'vitest';
import { listOperations, type Operation } from '../src/internal/openapi.ts';
import { createValidator } from '../src/internal/validator.ts';
import { emulated } from './harness.ts';

const KNOWN: Record<string, string> = {
  uuid: '4be6c1f2-6a0d-4c0e-9b57-2d1c5f4a7e01',
  disk_id: '402653184001',
  network: 'Office',
  ip: '203.0.113.0/24',
  user: 'jdoe',
  role: 'Custom',
  name: 'Custom',
  alarm_id: 'alarm-1',
  alarmId: 'BACKUP_FAILED',
  license_id: '00000000000000000000000000000051',
  target: '00000000000000000000000000000015',
  path: 'backup/key',
};
const operations = listOperations().filter(({ hidden }) => !hidden);

test.each(operations.map((operation) => [operation.operationId, operation] as const))(
  '%s answers with its declared status and a valid body',
  async (id, operation) => {
    await using running = await emulated();
    const { call, token, emulator } = running;
    emulator.store.state.roles.push({ name: 'Custom', built_in: false });
    emulator.store.state.groups.push({ name: 'Custom' });
    emulator.store.state.passwords['automation'] = 'emulated-secret';
    if (id === 'machines.resolvePending')
      Object.assign(emulator.store.state.machines[0] ?? {}, { status: 'pending' });
    const { status, text } = await call(operation.method.toUpperCase(), pathOf(operation), {
      token,
      ...bodyOf(operation, id),
    });
    expect({ status, text: status === operation.success.status ? '' : text }).toEqual({
      status: operation.success.status,
      text: '',
    });
    if ('application/json' in operation.success.content) {
      expect(createValidator().answer(operation, JSON.parse(text))).toBeUndefined();
    }
  },
);

function pathOf({ path, parameters }: Operation): string {
  const filled = path.replace(/\{([^}]+)\}/g, (_, name: string) => KNOWN[name] ?? 'x');
  const query = parameters.filter(({ in: place, required }) => place === 'query' && required);
  const values = query.map(({ name, schema }) => [
    name,
    schema?.type === 'integer' ? '60' : name === 'type' ? 'RAW' : 'LOW',
  ]);
  return `/cloudlink/rest${filled}${values.length > 0 ? `?${new URLSearchParams(values).toString()}` : ''}`;
}

function bodyOf({ requestBody }: Operation, id: string): { json?: unknown; form?: FormData } {
  if (requestBody === undefined) return {};
  const multipart = requestBody.content['multipart/form-data'];
  if (multipart !== undefined) {
    const form = new FormData();
    form.append('file', new Blob(['a licence']), 'licence.bin');
    return { form };
  }
  if (id === 'users.changeOwnPassword')
    return { json: { old_password: 'emulated-secret', new_password: 'another' } };
  if (id === 'approvedNetworks.addAddress') return { json: { ip: '203.0.113.128/25' } };
  return { json: Object.values(requestBody.content['application/json']?.examples ?? {})[0]?.value };
}
