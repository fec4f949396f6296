/** New operations get names by one rule: the group of their neighbours, and a verb. */
import { expect, test } from 'vitest';
import { listOperations, type OperationEntry } from '../src/document/openapi-document.ts';
import { createMethodNames } from '../src/join/method-names.ts';
import { knowledge } from './descriptions.ts';

const known = listOperations(knowledge(), { hidden: false });

test.each([
  ['get', '/securevm/{uuid}/sensors', true, 'machines.listSensors'],
  ['get', '/securevm/{uuid}/sensors', false, 'machines.getSensors'],
  ['post', '/securevm/{uuid}/sensors', false, 'machines.createSensors'],
  ['put', '/securevm/{uuid}/firmware', false, 'machines.updateFirmware'],
  ['put', '/securevm/{uuid}/restore', false, 'machines.restore'],
  ['delete', '/kmip/partitions/{name}/quota', false, 'kmip.partitions.deleteQuota'],
  ['get', '/quantum/keys', true, 'quantum.listKeys'],
  ['get', '/quantum', false, 'quantum.get'],
] as const)('%s %s (a list: %s) is %s', (method, path, isList, name) => {
  expect(createMethodNames(known).nameFor(entry(method, path, isList))).toBe(name);
});

test('no two operations have the same name, and none that of a known one or of a group', () => {
  const names = createMethodNames(known);
  const given = [
    '/securevm/{uuid}/sensors',
    '/securevm/{uuid}/sensors/{sensor}',
    '/securevm/{other}/sensors',
  ].map((path) => names.nameFor(entry('get', path, false)));
  expect(new Set(given).size).toBe(3);
  expect(names.nameFor(entry('get', '/securevm/{uuid}/{x}', true))).toBe('machines.listByUuidAndX');
});

function entry(method: OperationEntry['method'], path: string, isList: boolean): OperationEntry {
  const schema = isList ? { type: 'array', items: {} } : { type: 'object' };
  const response = { description: 'OK', content: { 'application/json': { schema } } };
  const operation = {
    operationId: 'theirs',
    summary: '',
    description: '',
    tags: [],
    responses: { 200: response },
    'x-cloudlink-permissions': [],
    'x-cloudlink-repeatable': false,
  };
  return { method, path, operation, parameters: [], success: { status: 200, response } };
}
