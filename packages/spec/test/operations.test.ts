import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import * as spec from '../src/index.ts';
import * as table from '../src/operations.ts';

const { operations } = table;

test('the package exports these names and no others', () => {
  expect(Object.keys(spec)).toEqual([]);
  expect(Object.keys(table)).toEqual(['operations']);
});

test('the table has each operation once, and its path stands in the document', () => {
  const document: unknown = JSON.parse(readFileSync(new URL('../openapi.json', import.meta.url), 'utf8'));
  const calls = Object.values(operations).map(({ method, path }) => `${method} ${path}`);
  expect(new Set(calls).size).toBe(calls.length);
  for (const { method, path } of Object.values(operations)) {
    expect(document).toHaveProperty(['paths', path, method.toLowerCase(), 'operationId']);
  }
});

test('the table carries the facts of an operation', () => {
  expect(operations['machines.setDiskEncryption']).toMatchObject({
    method: 'PUT',
    path: '/securevm/{uuid}/encryption/{disk_id}',
    permissions: ['Change Machine Encryption'],
    auditAction: 'Machine volume/drive encryption',
    rawSlashes: 'disk_id',
    requestType: 'application/json',
  });
  expect(operations['machines.setDiskEncryption'].repeatable).toBeUndefined();
});

test('a GET that makes something new is never repeatable', () => {
  const making = Object.values(operations).filter(({ sideEffects }) => sideEffects);
  expect(making.length).toBeGreaterThan(0);
  for (const { repeatable } of making) expect(repeatable).toBeUndefined();
});

test('a list that pages says how', () => {
  expect(operations['events.list'].cursor).toEqual({
    parameter: 'guid',
    property: 'id',
    timestamp: { parameter: 'timestamp', property: 'timestamp' },
    size: 'count',
  });
});

test('a request of one property requires it, but for three that may mean something without it', () => {
  const text = readFileSync(new URL('../openapi.json', import.meta.url), 'utf8');
  // What the test needs of the document.
  type Schema = { $ref?: string; properties?: object; required?: string[] };
  const { paths, components } = JSON.parse(text) as {
    paths: Record<string, Record<string, { requestBody?: { content: Record<string, { schema: Schema }> } }>>;
    components: { schemas: Record<string, Schema> };
  };
  const names = Object.values(paths)
    .flatMap((path) => Object.values(path))
    .map(({ requestBody }) => requestBody?.content['application/json']?.schema.$ref?.split('/').at(-1) ?? '');
  const open = names.filter((name) => {
    const { properties = {}, required = [] } = components.schemas[name] ?? {};
    return Object.keys(properties).length === 1 && required.length === 0;
  });
  expect([...new Set(open)].toSorted()).toEqual(['DebugKeyCheck', 'LicenseAssignment', 'UsageReset']);
});
