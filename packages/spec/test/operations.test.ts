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
