/**
 * Reading what is hostile or broken ends in one clear error, with file and line, before anything else is
 * opened.
 */
import { createServer, type Server } from 'node:http';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { readDescription } from '../src/read/read-description.ts';

let folder: string;
let listener: Server;
let loopback: string;
const requests: string[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'codegen-read-'));
  listener = createServer((request, response) => {
    requests.push(request.url ?? '');
    response.end('{}');
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  // A server that listens on a port has such an address.
  loopback = `http://127.0.0.1:${String((listener.address() as AddressInfo).port)}`;
});
beforeEach(() => {
  requests.length = 0;
});
afterAll(() => {
  listener.close();
  rmSync(folder, { recursive: true });
});

const file = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};
const start = 'openapi: 3.1.0\ninfo: { title: a, version: "1" }\npaths:\n  /a:\n    get:\n';
const answering = (schema: string): string =>
  `${start}      responses:\n        "200":\n          description: OK\n          content:\n            application/json:\n              schema:\n                ${schema}\n`;

test('JSON and YAML are read, 3.0, 3.1 and 2.0', async () => {
  for (const text of [
    '{ "swagger": "2.0", "paths": {} }',
    'openapi: 3.0.3\npaths: {}\n',
    'openapi: 3.1.0\npaths: {}\n',
  ]) {
    expect((await readDescription(file('ok', text))).document).toHaveProperty('paths');
  }
});

test.each([
  ['/etc/passwd by its path', '$ref: /etc/passwd', 'leads out'],
  ['/etc/passwd as a file address', '$ref: file:///etc/passwd', 'files in its own folder only'],
  ['/etc/passwd by going up', '$ref: ../../../../../../etc/passwd', 'leads out'],
  ['another host', '$ref: https://elsewhere.example.com/a.json', 'files in its own folder only'],
  ['another host without a scheme', '$ref: //elsewhere.example.com/a.json', 'files in its own folder only'],
])('a reference to %s is refused', async (_, reference, problem) => {
  const path = file('reference.yaml', answering(reference));
  await expect(readDescription(path)).rejects.toMatchObject({ code: 'refused_reference', line: 12 });
  await expect(readDescription(path)).rejects.toThrow(problem);
});

test('a reference to loopback is refused, and nothing is sent there', async () => {
  const path = file('loopback.yaml', answering(`$ref: ${loopback}/a.json`));
  await expect(readDescription(path)).rejects.toMatchObject({ code: 'refused_reference' });
  expect(requests).toEqual([]);
});

test('a symbolic link beside the input does not lead out of its folder', async () => {
  const own = join(folder, 'own');
  mkdirSync(own);
  writeFileSync(join(folder, 'secret.yaml'), 'type: string\n');
  symlinkSync(join(folder, 'secret.yaml'), join(own, 'link.yaml'));
  const path = join(own, 'input.yaml');
  writeFileSync(path, answering('$ref: ./link.yaml'));
  await expect(readDescription(path)).rejects.toMatchObject({ code: 'refused_reference', line: 12 });
});

test('files in the folder of the input are bundled', async () => {
  const own = join(folder, 'split');
  mkdirSync(join(own, 'models'), { recursive: true });
  writeFileSync(join(own, 'models/Fan.yaml'), 'type: object\nproperties:\n  next: { $ref: ./Fan.yaml }\n');
  const path = join(own, 'input.yaml');
  writeFileSync(path, answering('$ref: ./models/Fan.yaml'));
  const { document } = await readDescription(path);
  expect(document).toHaveProperty(
    ['components', 'schemas', 'Fan', 'properties', 'next', '$ref'],
    '#/components/schemas/Fan',
  );
});

test('an alias bomb is refused', async () => {
  const levels = Array.from(
    { length: 12 },
    (_, index) =>
      `l${String(index + 1)}: &l${String(index + 1)} [${Array(9)
        .fill(`*l${String(index)}`)
        .join(', ')}]`,
  );
  const path = file('bomb.yaml', `openapi: 3.1.0\npaths: {}\nl0: &l0 [a]\n${levels.join('\n')}\n`);
  await expect(readDescription(path)).rejects.toMatchObject({ code: 'too_big' });
});

test('a value that holds itself is refused', async () => {
  const path = file('cycle.yaml', 'openapi: 3.1.0\npaths: {}\nx-a: &a\n  b: *a\n');
  await expect(readDescription(path)).rejects.toMatchObject({ code: 'too_big', line: 4 });
});

test('references that lead in a circle end', async () => {
  const schemas =
    'components:\n  schemas:\n    A: { $ref: "#/components/schemas/B" }\n    B: { $ref: "#/components/schemas/A" }\n';
  const path = file('circle.yaml', `${answering('$ref: "#/components/schemas/A"')}${schemas}`);
  expect((await readDescription(path)).document).toHaveProperty('components');
});

test('100 MB are refused before they are read', async () => {
  const path = file('huge.json', '');
  truncateSync(path, 100 * 1024 * 1024);
  const before = process.memoryUsage().rss;
  await expect(readDescription(path)).rejects.toMatchObject({ code: 'too_big' });
  expect(process.memoryUsage().rss - before).toBeLessThan(50 * 1024 * 1024);
});

test.each([
  ['JSON', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
  ['an object in JSON', `{"swagger":"2.0","paths":{},"x-a":${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}}`],
  ['YAML', `openapi: 3.1.0\npaths: {}\nx-a: ${'[ '.repeat(20_000)}`],
])('deep nesting in %s is refused', async (_, text) => {
  await expect(readDescription(file('deep', text))).rejects.toMatchObject({ name: 'CodegenError' });
});

test.each([
  ['nothing', '', 'invalid', 1],
  ['a list', '[]', 'invalid', 1],
  ['another document', '{ "name": "x" }', 'invalid', 1],
  ['broken JSON', '{\n  "swagger": "2.0",\n  "paths": {\n}', 'syntax', 4],
  ['broken YAML', 'openapi: 3.1.0\npaths: {\n  a: ]\n', 'syntax', 3],
  ['an unknown version', '{\n  "openapi": "4.0.0",\n  "paths": {}\n}', 'invalid', 2],
  ['paths that are a list', 'openapi: 3.1.0\npaths:\n  - a\n', 'invalid', 2],
  ['no paths', 'openapi: 3.1.0\n', 'invalid', 1],
  ['an operation that is text', 'openapi: 3.1.0\npaths:\n  /a:\n    get: yes please\n', 'invalid', 4],
  ['a parameter without a name', `${start}      parameters:\n        - in: query\n`, 'invalid', 7],
  ['a type that is a number', answering('type: 7'), 'invalid', 12],
])('%s is a clear error with its line', async (_, text, code, line) => {
  const path = file('broken', text);
  await expect(readDescription(path)).rejects.toMatchObject({
    code,
    line,
    source: expect.stringContaining('broken'),
  });
});

test.each([
  ['a file that is missing', () => join(folder, 'missing.json'), 'unreadable'],
  ['a folder', () => folder, 'unreadable'],
  ['an address without TLS', () => `${loopback}/openapi.json`, 'usage'],
])('%s is a clear error', async (_, from, code) => {
  await expect(readDescription(from())).rejects.toMatchObject({ code });
  expect(requests).toEqual([]);
});
