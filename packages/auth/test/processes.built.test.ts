/**
 * Processes that share a token: real ones, with a real Redis server and an emulated Center over TLS.
 *
 * @module
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type EmulatorProcess, startEmulatorProcess } from '@cloudlink-center/testing/emulator-process';
import { startRedis } from '@cloudlink-center/testing/redis-server';

const WORKER = fileURLToPath(new URL('processes/worker.ts', import.meta.url));

let center: EmulatorProcess;

beforeAll(async () => {
  center = await startEmulatorProcess();
});

afterAll(() => center[Symbol.asyncDispose]());

/** Starts workers, lets all of them go when all are ready, and adds up what they say. */
async function runWorkers(count: number, place: string, secret = 'emulated-secret') {
  const workers = Array.from({ length: count }, () => {
    const child = spawn(process.execPath, [WORKER, center.url, place, secret], {
      env: { ...process.env, NODE_EXTRA_CA_CERTS: center.caFile },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    return { child, lines: createInterface(child.stdout)[Symbol.asyncIterator]() };
  });
  const ready = await Promise.all(workers.map(({ lines }) => lines.next()));
  expect(ready.map(({ value }) => value as unknown)).toEqual(workers.map(() => 'ready'));
  for (const { child } of workers) child.stdin.write('go\n');
  const results = await Promise.all(
    workers.map(async ({ lines }) => {
      const { value } = await lines.next();
      // What the worker prints.
      return JSON.parse(String(value)) as {
        status: number | string;
        tokenRequests: number;
        failures: string[];
      };
    }),
  );
  return {
    statuses: [...new Set(results.map(({ status }) => status))],
    tokenRequests: results.reduce((sum, { tokenRequests }) => sum + tokenRequests, 0),
    failures: results.flatMap(({ failures }) => failures),
  };
}

const ONE_REQUEST = { statuses: [200], tokenRequests: 1, failures: [] };

test('eight cold processes with one Redis make one token request, and the next ones none', async () => {
  await using redis = await startRedis();
  expect(await runWorkers(8, redis.path)).toEqual(ONE_REQUEST);
  expect(await runWorkers(2, redis.path)).toEqual({ ...ONE_REQUEST, tokenRequests: 0 });
});

test('eight cold processes with one folder make one token request, and the next ones none', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'cloudlink-tokens-'));
  expect(await runWorkers(8, folder)).toEqual(ONE_REQUEST);
  expect(await runWorkers(2, folder)).toEqual({ ...ONE_REQUEST, tokenRequests: 0 });
  rmSync(folder, { recursive: true });
});

test('eight processes with a wrong secret and one store send it once, and the next ones not at all', async () => {
  await using redis = await startRedis();
  const folder = mkdtempSync(join(tmpdir(), 'cloudlink-tokens-'));
  const sentOnce = { statuses: ['token_refused'], tokenRequests: 1, failures: [] };
  for (const place of [redis.path, folder]) {
    expect(await runWorkers(8, place, 'wrong')).toEqual(sentOnce);
    expect(await runWorkers(2, place, 'wrong')).toEqual({ ...sentOnce, tokenRequests: 0 });
    // A changed secret gets its try, and is right.
    expect(await runWorkers(1, place)).toEqual(ONE_REQUEST);
  }
  rmSync(folder, { recursive: true });
});

test('nothing of a sign-in keeps a process alive: no timer, no abandoned request', async () => {
  const child = spawn(
    process.execPath,
    [fileURLToPath(new URL('processes/short-life.ts', import.meta.url)), center.url],
    {
      env: { ...process.env, NODE_EXTRA_CA_CERTS: center.caFile },
      stdio: ['ignore', 'pipe', 'inherit'],
      // Below the time after which its token requests are given up.
      timeout: 200_000,
    },
  );
  const [said, [code]] = await Promise.all([
    text(child.stdout),
    once(child, 'close') as Promise<[number | null]>,
  ]);
  expect(said).toBe('enough\n');
  expect(code).toBe(0);
});
