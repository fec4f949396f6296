import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { emulated, tokenPath } from './harness.ts';

const REST = '/cloudlink/rest';
const KILLS = Number(process.env['EMULATOR_KILLS'] ?? 5);
let folder: string;

beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'cloudlink-data-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('the state survives a restart, passwords and locks included', async () => {
  const data = join(folder, 'restart');
  {
    await using running = await emulated({ data });
    const { call, token } = running;
    await call('POST', `${REST}/securevm/groups`, { token, json: { name: 'Kept' } });
    await call('POST', `${REST}/users`, {
      token,
      json: { name: 'second', password: 'made-up', user_type: 'client', roles: ['Observer'] },
    });
    await call('PUT', `${REST}/lockbox/mode`, { token, json: { auto: false } });
    running.emulator.registerMachine({ name: 'web07' });
  }
  await using again = await emulated({ data });
  const { call, token, emulator } = again;
  expect((await call('GET', `${REST}/securevm/groups`, { token })).text).toContain('Kept');
  expect((await call('GET', `${REST}/securevm`, { token })).text).toContain('web07');
  expect(emulator.store.state.passwords['second']).toBe('made-up');
  // Manual mode: a restart locks the vault.
  expect(JSON.parse((await call('GET', `${REST}/lockbox`, { token })).text)).toEqual({
    auto: false,
    state: 'locked',
  });
});

test('what becomes shorter is shorter on disk', async () => {
  const data = join(folder, 'shorter');
  {
    await using running = await emulated({ data, state: 'large', checkAnswers: false });
    running.emulator.store.state.machines.length = 150;
    running.emulator.registerMachine({ name: 'last' });
  }
  await using again = await emulated({ data, state: 'large', checkAnswers: false });
  expect(again.emulator.store.state.machines).toHaveLength(151);
  expect(again.emulator.store.state.machines.at(-1)?.name).toBe('last');
});

test('what is on its way to another node when the emulator ends has arrived after a restart', async () => {
  const options = { data: join(folder, 'under-way'), nodes: 2, replicationLag: 3_600_000 };
  const names: string[] = [];
  {
    await using running = await emulated(options);
    const [first = '', second = ''] = running.emulator.nodes.map(({ url }) => url);
    // The other node first: a restart begins with what the first one has.
    for (const node of [second, first, second]) {
      const { text } = await running.call('POST', tokenPath('automation', 'emulated-secret'), { node });
      const { access_token: token } = JSON.parse(text) as { access_token: string };
      const name = `made-${names.length}`;
      names.push(name);
      const path = names.length === 2 ? '/roles' : '/securevm/groups';
      const json = names.length === 2 ? { name, permissions: [] } : { name };
      expect((await running.call('POST', REST + path, { token, node, json })).status).toBe(201);
    }
  }
  await using again = await emulated(options);
  for (const { store } of again.emulator.nodes) {
    const { groups, roles } = store.state;
    const there = [...groups, ...roles].map(({ name }) => name);
    expect(there).toEqual(expect.arrayContaining(names));
  }
});

test('each node of a cluster keeps its own', async () => {
  const data = join(folder, 'cluster');
  {
    await using running = await emulated({ data, nodes: 2 });
    const { call, token } = running;
    await call('POST', `${REST}/dns`, { token, json: { ip: '192.0.2.91' } });
    await call('POST', `${REST}/securevm/groups`, { token, json: { name: 'Both' } });
  }
  await using again = await emulated({ data, nodes: 2 });
  const [first, second] = again.emulator.nodes.map(({ store }) => store.state);
  expect(JSON.stringify(first?.collections.dns)).toContain('192.0.2.91');
  expect(JSON.stringify(second?.collections.dns)).not.toContain('192.0.2.91');
  expect(second?.groups.map(({ name }) => name)).toContain('Both');
});

test('what cannot be written is a clear error, and is not acknowledged', async () => {
  const data = join(folder, 'full');
  await using running = await emulated({ data });
  const { call, token, emulator } = running;
  const { DatabaseSync } = await import('node:sqlite');
  // Another process that holds the file stands for every failure to write: SQLite answers both the same way.
  const other = new DatabaseSync(join(data, 'emulator.sqlite'));
  other.exec('BEGIN IMMEDIATE');
  const answer = await call('POST', `${REST}/securevm/groups`, { token, json: { name: 'Lost' } });
  expect([answer.status, answer.text]).toEqual([
    500,
    expect.stringMatching(/state cannot be saved in .*full: /),
  ]);
  other.exec('ROLLBACK');
  other.close();
  expect((await call('POST', `${REST}/securevm/groups`, { token, json: { name: 'Kept' } })).status).toBe(201);
  expect(emulator.served.at(-2)?.problem).toContain('cannot be saved');
});

test('a full disk is a clear error, and the emulator goes on when there is room again', async ({ skip }) => {
  const data = join(folder, 'small-disk');
  mkdirSync(data);
  // A disk of its own needs rights that not every machine gives.
  skip(spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=512k', 'tmpfs', data]).status !== 0);
  try {
    await using running = await emulated({ data });
    const { call, token, emulator } = running;
    const write = async (name: string): Promise<{ status: number; text: string }> =>
      call('POST', `${REST}/securevm/groups`, { token, json: { name, description: 'x'.repeat(20_000) } });
    let answer = await write('0');
    for (let number = 1; answer.status === 201 && number < 200; number += 1)
      answer = await write(String(number));
    expect([answer.status, answer.text]).toEqual([
      500,
      expect.stringMatching(/cannot be saved in .*small-disk: .*full/),
    ]);
    expect(emulator.served.at(-1)?.problem).toContain('full');
    spawnSync('mount', ['-o', 'remount,size=8m', data]);
    expect((await write('again')).status).toBe(201);
  } finally {
    spawnSync('umount', [data]);
  }
});

test(`kill -9 at any moment loses no acknowledged change, ${KILLS} times`, async () => {
  const data = join(folder, 'killed');
  const program = join(import.meta.dirname, 'processes/kept-emulator.ts');
  const acknowledged = new Set<string>();
  for (let round = 0; round <= KILLS; round += 1) {
    const child = spawn(process.execPath, [program, data, `round${round}`], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = once(child, 'close');
    // A different number of changes each time; the kill comes at any point of the next one.
    let left = 1 + ((round * 7) % 13);
    for await (const line of createInterface(child.stdout)) {
      if (line.startsWith('kept ')) {
        const names = new Set(
          (JSON.parse(line.slice('kept '.length)) as { name: string }[]).map(({ name }) => name),
        );
        expect([...acknowledged].filter((name) => !names.has(name))).toEqual([]);
      } else {
        acknowledged.add(line.slice('acknowledged '.length));
        left -= 1;
        if (left === 0) child.kill('SIGKILL');
      }
    }
    await ended;
  }
  expect(acknowledged.size).toBeGreaterThan(KILLS);
});
