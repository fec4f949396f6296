import { startEmulator, type Emulator } from '@cloudlink-center/emulator';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  clientCredentials,
  type CloudLink,
  createCloudLink,
  encryptDisk,
  resumeWait,
  waitForBackup,
  waitForCenter,
  waitForDiagnostics,
  waitForDisk,
  waitForKeyMove,
  waitForMachineEncryption,
  waitForUpgrade,
  waitWhilePending,
} from '../src/index.ts';
import { type Answer, json, reset, scriptedCenter, silence } from './scripted-center.ts';

const uuid = '4be6c1f2-6a0d-4c0e-9b57-2d1c5f4a7e01';
const disk_id = '402653184001';
const quick = { interval: 20 };

let emulator: Emulator;
let center: CloudLink;
/** In place of time that passes. */
let now: number;

beforeEach(async () => {
  now = Date.now();
  emulator = await startEmulator({ workDuration: 1_000, now: () => now });
  center = clientOf(emulator);
});

afterEach(async () => {
  await center.close();
  await emulator.close();
});

function clientOf({
  url,
  clientId,
  clientSecret,
  ca,
}: Pick<Emulator, 'url' | 'clientId' | 'clientSecret' | 'ca'>): CloudLink {
  return createCloudLink({ baseUrl: url, auth: clientCredentials({ clientId, clientSecret }), tls: { ca } });
}

test('encryptDisk starts, tells its progress, and ends with the new label', async () => {
  const seen: (number | undefined)[] = [];
  const disk = await encryptDisk(
    center,
    { uuid, disk_id },
    {
      ...quick,
      onProgress: ({ percentage }) => {
        seen.push(percentage);
        now += 400;
      },
    },
  );
  expect(disk).toMatchObject({ state: 'encrypted', label: '/dev/mapper/svm_sda' });
  expect(seen).toEqual([0, 40, 80, 100]);
});

test('encryptDisk leaves an encrypted disk alone', async () => {
  const disk = await encryptDisk(center, { uuid, disk_id: '402653184002' }, quick);
  expect(disk.state).toBe('encrypted');
  expect(emulator.requests.map(({ method }) => method)).not.toContain('PUT');
});

test('a disk that is no longer being encrypted ends the wait', async () => {
  await center.machines.setDiskEncryption({ path: { uuid, disk_id }, body: { encrypt: 'encrypt' } });
  const waiting = waitForDisk(
    center,
    { uuid, disk_id },
    {
      ...quick,
      onProgress() {
        const { state } = emulator.store;
        state.encryptions = [];
        for (const machine of state.machines)
          for (const disk of machine.resources ?? []) if (disk.id === disk_id) disk.state = 'unencrypted';
      },
    },
  );
  await expect(waiting).rejects.toMatchObject({ name: 'WaitError', code: 'cannot_succeed' });
});

test('a disk that does not exist ends the wait at once', async () => {
  const waiting = waitForDisk(center, { uuid, disk_id: 'none' }, quick);
  await expect(waiting).rejects.toMatchObject({ code: 'cannot_succeed' });
});

test('a wait has an end, and says what was seen last', async () => {
  await center.machines.setDiskEncryption({ path: { uuid, disk_id }, body: { encrypt: 'encrypt' } });
  const waiting = waitForDisk(center, { uuid, disk_id }, { ...quick, timeout: 100 });
  await expect(waiting).rejects.toMatchObject({ code: 'timeout', last: { state: 'encrypting' } });
});

test('an abort ends the wait with its own reason', async () => {
  await center.keystores.moveKeys({
    path: { name: 'Production-keys' },
    body: { destination_keystore_name: 'Archive-keys' },
  });
  const reason = new Error('enough');
  const controller = new AbortController();
  const waiting = waitForKeyMove(center, {
    ...quick,
    signal: controller.signal,
    onProgress: () => controller.abort(reason),
  });
  await expect(waiting).rejects.toBe(reason);
});

test('a wait goes on from its state, in another client', async () => {
  await center.machines.setDiskEncryption({ path: { uuid, disk_id }, body: { encrypt: 'encrypt' } });
  const controller = new AbortController();
  const first = waitForDisk(center, { uuid, disk_id }, { ...quick, signal: controller.signal });
  const kept = JSON.stringify(first.state);
  controller.abort(new Error('the process ends'));
  await expect(first).rejects.toThrow('the process ends');
  await using another = clientOf(emulator);
  now += 1_000;
  const disk = await resumeWait(another, JSON.parse(kept) as typeof first.state, quick);
  expect(disk).toMatchObject({ state: 'encrypted' });
});

test('an invalid state is a TypeError', () => {
  expect(() => resumeWait(center, { kind: 'toString', target: {}, until: 0 })).toThrow(
    /Not the state of a waiter/,
  );
});

test('waiters on one machine share their looks', async () => {
  await center.sessions.whoami();
  const before = emulator.requests.length;
  await Promise.all(
    Array.from({ length: 20 }, () => waitForDisk(center, { uuid, disk_id: '402653184002' }, quick)),
  );
  expect(emulator.requests.length - before).toBe(1);
});

test('all disks of a machine, moved keys, a backup and diagnostics are waited for', async () => {
  const passing = { ...quick, onProgress: () => void (now += 600) };
  const app01 = { uuid: '9f0d3a57-1c44-4f6e-8a61-7b2f9d8c3e02' };
  now += 1_800_000;
  expect((await waitForMachineEncryption(center, app01, passing)).resources?.[0]?.state).toBe('encrypted');
  await center.keystores.moveKeys({
    path: { name: 'Production-keys' },
    body: { destination_keystore_name: 'Archive-keys' },
  });
  expect((await waitForKeyMove(center, passing)).progress).toBe(100);
  const before = await center.backup.get();
  await center.backup.generate();
  expect((await waitForBackup(center, passing)).current_backup_file).not.toBe(before.current_backup_file);
  await center.diagnostics.generate();
  expect(await waitForDiagnostics(center, passing)).toMatchObject({ is_available: true });
});

test('a pending machine is waited for until somebody accepts it', async () => {
  const path = { uuid: 'e3b95c60-2f7a-4c58-8d19-5a0f6b4c1e05' };
  let looks = 0;
  const machine = await waitWhilePending(center, path, {
    interval: 450,
    onProgress: () => {
      looks += 1;
      if (looks === 1) void center.machines.resolvePending({ path, body: { accept: true } });
    },
  });
  expect(machine.status).toBe('connected');
});

test('a Center that was away is waited for', async () => {
  const { url } = emulator;
  await emulator.close();
  const waiting = waitForCenter(center, quick);
  const seen: unknown[] = [];
  const again = startEmulator({ port: Number(new URL(url).port) });
  // The new one has a certificate of its own, so only an error of trust shows that it answers.
  await expect(waiting).rejects.toMatchObject({ code: 'untrusted_certificate' });
  expect(seen).toEqual([]);
  await (await again).close();
});

test('an upgrade is over when another version runs', async () => {
  await using upgraded = await startEmulator({
    fixtures: {
      'software.getVersion': () => {
        looks += 1;
        return { body: { current_version: { major: looks > 2 ? 9 : 8 } } };
      },
    },
  });
  let looks = 0;
  await using client = clientOf(upgraded);
  const version = await waitForUpgrade(client, { from: { major: 8 } }, quick);
  expect(version.current_version?.major).toBe(9);
});

const DISK = { uuid: 'u', resources: [{ id: 'd', state: 'encrypted' }] };
const AWAY: [string, Answer][] = [
  ['503', json(503, {})],
  ['500', json(500, {})],
  ['429', json(429, {})],
  ['resets', reset],
  ["a proxy's page", (_request, response) => void response.end('<html>Maintenance</html>')],
];

test.each(AWAY)('a wait lives through an outage of %s, and tells', async (_, answer) => {
  await using server = await scriptedCenter();
  await using client = createCloudLink({
    baseUrl: server.url,
    auth: clientCredentials({ clientId: 'robot', clientSecret: 'correct horse battery staple' }),
    retry: 0,
  });
  server.script(answer, answer, answer, json(200, DISK));
  const outages: string[] = [];
  const disk = await waitForDisk(
    client,
    { uuid: 'u', disk_id: 'd' },
    { ...quick, onOutage: ({ code }) => outages.push(code) },
  );
  expect([disk.state, outages.length]).toEqual(['encrypted', 3]);
});

test('a wait times out during an outage, and reports it', async () => {
  await using server = await scriptedCenter();
  await using client = clientOf({ ...emulator, url: server.url });
  server.script(json(503, {}));
  const waiting = waitForKeyMove(client, { ...quick, timeout: 300 });
  await expect(waiting).rejects.toMatchObject({
    name: 'WaitError',
    code: 'timeout',
    message: expect.stringMatching(
      /^Timed out waiting for the keys to be moved.*The last read failed: .*503/,
    ),
    cause: { code: 'server_error' },
  });
});

test('a Center that never answers does not stretch a wait that has seen something', async () => {
  await using server = await scriptedCenter();
  await using client = clientOf({ ...emulator, url: server.url });
  server.script(json(200, { in_progress: true }), silence);
  const waiting = waitForKeyMove(client, { ...quick, timeout: 500 });
  await expect(waiting).rejects.toMatchObject({ code: 'timeout', last: { in_progress: true } });
  // The read itself is still under way, and the client would wait for it.
  await server.close();
});

test('what is refused ends a wait', async () => {
  await using server = await scriptedCenter();
  await using client = clientOf({ ...emulator, url: server.url });
  server.script(json(404, {}));
  await expect(waitForKeyMove(client, quick)).rejects.toMatchObject({ code: 'not_found' });
});

test('a wait without a limit is put down and resumed', async () => {
  const waiting = waitForDisk(center, { uuid, disk_id: '402653184002' }, { ...quick, timeout: Infinity });
  const kept = JSON.stringify(waiting.state);
  expect(JSON.parse(kept)).toMatchObject({ kind: 'disk', until: null });
  expect(await resumeWait(center, JSON.parse(kept), quick)).toMatchObject({ state: 'encrypted' });
  expect(await waiting).toMatchObject({ state: 'encrypted' });
});

test('an interval without end is no interval of a millisecond', async () => {
  await using server = await scriptedCenter();
  await using client = clientOf({ ...emulator, url: server.url });
  server.script(json(200, { in_progress: true }));
  const controller = new AbortController();
  const reason = new Error('enough');
  const waiting = waitForKeyMove(client, {
    interval: Infinity,
    signal: controller.signal,
    onProgress: () => void setTimeout(() => controller.abort(reason), 100),
  });
  await expect(waiting).rejects.toBe(reason);
  expect(server.requests).toHaveLength(1);
});
