import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startEmulator } from '../src/index.ts';
import { emulated } from './harness.ts';

const REST = '/cloudlink/rest';
const newer = { swagger: '2.0', info: { title: 'Invented', version: '99' }, paths: {} };
let folder: string;
let file: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cloudlink-description-'));
  file = join(folder, 'newer.json');
  writeFileSync(file, JSON.stringify(newer));
});
afterAll(() => rmSync(folder, { recursive: true }));

test('no description is shown unless one is given', async () => {
  await using running = await emulated();
  const { call, token } = running;
  expect((await call('GET', `${REST}/v2/api-docs`, { token })).status).toBe(404);
});

test.each([
  ['a file', () => file],
  ['an object', () => newer],
])('a description from %s is shown to who is signed in', async (_, description) => {
  await using running = await emulated({ description: description() });
  const { call, token } = running;
  expect(JSON.parse((await call('GET', `${REST}/v2/api-docs`, { token })).text)).toEqual(newer);
  expect((await call('GET', `${REST}/v2/api-docs`)).status).toBe(401);
  expect((await call('POST', `${REST}/v2/api-docs`, { token })).status).toBe(404);
});

test('the place is a guess, which can be that of an operation', async () => {
  const descriptionPath = '/documentation';
  await using running = await emulated({ description: newer, guesses: { descriptionPath } });
  const { call, token } = running;
  expect(JSON.parse((await call('GET', `${REST}/documentation`, { token })).text)).toEqual(newer);
  await using fork = await running.emulator.fork();
  expect(fork.url).not.toBe(running.emulator.url);
});

test.each<[string, string | object, RegExp]>([
  ['a file that is not there', '/missing.json', /"\/missing.json" cannot be read/],
  ['a document of another kind', { title: 'none' }, /neither swagger nor openapi/],
])('%s is a TypeError', async (_, description, message) => {
  const started = startEmulator({ description });
  await expect(started).rejects.toThrow(TypeError);
  await expect(started).rejects.toThrow(message);
});
