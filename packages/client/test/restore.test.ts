/** Tests a restore whose connection breaks: what is known, and where evidence is found. */
import { expect, test } from 'vitest';
import {
  clientCredentials,
  type CloudLink,
  createCloudLink,
  resumeWait,
  waitForRestore,
} from '../src/index.ts';
import { restoreBackup } from '../src/transfers.ts';
import { ok, rawServer } from '@cloudlink-center/testing/raw-server';
import { type Answer, json, scriptedCenter } from './scripted-center.ts';

const files = { backup_file: new Uint8Array(300_000), key_file: new Uint8Array([1]) };
const quick = { interval: 10, timeout: 120_000 };
const BEFORE = { current_backup_file_time: '2026-11-25T10:00:00Z', key_pair_id: 'k1' };

const read = (answer: Answer): Answer => {
  return (request, response) => void request.resume().once('end', () => answer(request, response));
};
const cut = read((request) => void request.socket.destroy());

function clientOf(baseUrl: string): CloudLink {
  const auth = clientCredentials({ clientId: 'automation', clientSecret: 'correct horse battery staple' });
  return createCloudLink({ baseUrl, auth });
}

/** What the waiter is given after a restore that was cut, and what the server says afterwards. */
async function afterCut(center: CloudLink, script: (...answers: Answer[]) => void, ...later: Answer[]) {
  script(json(200, BEFORE), cut, ...later);
  const restored = await restoreBackup(center, files);
  if (restored.outcome !== 'unknown') throw new Error('It was cut.');
  return restored;
}

test('a restore with a response is confirmed', async () => {
  await using server = await scriptedCenter();
  await using center = clientOf(server.url);
  server.script(
    json(200, BEFORE),
    read((_request, response) => void response.end()),
  );
  expect(await restoreBackup(center, files)).toEqual({ outcome: 'confirmed' });
  expect(server.requests).toEqual(['GET /backup/info', 'POST /backup']);
});

test.each<[string, Answer]>([
  ['a reset', cut],
  ['a proxy that lost the Center', read(json(502, {}))],
  ['a proxy that stopped waiting', read(json(504, {}))],
])('after %s the outcome of the restore is unknown', async (_, answer) => {
  await using server = await scriptedCenter();
  await using center = clientOf(server.url);
  server.script(json(200, BEFORE), answer);
  expect(await restoreBackup(center, files)).toEqual({
    outcome: 'unknown',
    known: expect.stringMatching(
      /^300001 of 300001 bytes of files were handed to the network\. The Center may or may not have received/,
    ),
    node: server.url,
    before: { backup: BEFORE },
  });
  expect(server.requests).toEqual(['GET /backup/info', 'POST /backup']);
});

test('a reset after a part of the backup is not reported as if all had arrived', async () => {
  await using server = await rawServer(({ head, socket }) => {
    if (head.startsWith('POST')) socket.resetAndDestroy();
    else socket.write(ok('{}'));
  });
  await using center = clientOf(server.url);
  const restored = await restoreBackup(center, files).catch((error: unknown) => error);
  // Either outcome is possible: it depends on whether the kernel accepted all of it.
  expect(['unknown', undefined]).toContain((restored as { outcome?: string }).outcome);
  expect(JSON.stringify(restored)).not.toMatch(/sent/i);
});

test.each<[string, Answer]>([
  [
    'the connection broke while much was left',
    (request) => void request.once('data', () => request.socket.destroy()),
  ],
  ['the Center refused it', read(json(409, {}))],
])('a restore has failed when %s', async (_, answer) => {
  await using server = await scriptedCenter();
  await using center = clientOf(server.url);
  server.script(json(200, BEFORE), answer);
  const big = { ...files, backup_file: new Blob(Array.from({ length: 200 }, () => files.backup_file)) };
  await expect(restoreBackup(center, big)).rejects.toMatchObject({ name: 'CloudLinkError' });
});

test('a dry run is never unknown', async () => {
  await using server = await scriptedCenter();
  await using center = clientOf(server.url);
  server.script(cut);
  await expect(restoreBackup(center, files, { dryRun: true })).rejects.toMatchObject({ code: 'unreachable' });
  expect(server.requests).toEqual(['POST /backup?dry_run=true']);
});

test.each<[string, Answer[], object]>([
  [
    'sessions that ended, after an outage',
    [json(503, {}), json(503, {}), json(401, {})],
    { outcome: 'evident', evidence: 'sessions_ended' },
  ],
  [
    'an older backup that is the newest',
    [json(200, {}), json(200, { ...BEFORE, current_backup_file_time: '2026-11-20T12:00:00+02:00' })],
    { outcome: 'evident', evidence: 'backups_changed' },
  ],
  [
    'another key pair',
    [json(200, {}), json(200, { ...BEFORE, key_pair_id: 'k0' })],
    { outcome: 'evident', evidence: 'backups_changed' },
  ],
])('evidence of a restore is %s', async (_, later, end) => {
  await using server = await scriptedCenter();
  await using center = clientOf(server.url);
  const restored = await afterCut(center, (...answers) => server.script(...answers), ...later);
  const outages: string[] = [];
  expect(
    await waitForRestore(center, restored, { ...quick, onOutage: ({ code }) => outages.push(code) }),
  ).toEqual(end);
});

test('a newer backup is no evidence, and without evidence the outcome is unknown and says what to check', async () => {
  await using server = await scriptedCenter();
  await using center = clientOf(server.url);
  const newer = { ...BEFORE, current_backup_file_time: '2026-11-25T11:00:00Z' };
  const restored = await afterCut(center, (...answers) => server.script(...answers), json(200, newer));
  const seen: unknown[] = [];
  const end = await waitForRestore(center, restored, {
    interval: 10,
    timeout: 200,
    onProgress: (one) => seen.push(one),
  });
  expect(end).toEqual({ outcome: 'unknown', check: expect.stringMatching(/^Check the audit trail/) });
  expect(seen[0]).toEqual({ isSessionEnded: false, backup: { ...newer } });
});

test('evidence can be looked for in another process', async () => {
  await using server = await scriptedCenter();
  await using center = clientOf(server.url);
  const restored = await afterCut(
    center,
    (...answers) => server.script(...answers),
    json(200, { key_pair_id: 'k0' }),
  );
  const kept = JSON.stringify(waitForRestore(center, restored, { timeout: Infinity }).state);
  expect(kept).not.toContain('made-up-token');
  await using other = clientOf(server.url);
  expect(await resumeWait(other, JSON.parse(kept), quick)).toEqual({
    outcome: 'evident',
    evidence: 'backups_changed',
  });
});

test('the outcome stays unknown if the Center does not respond', async () => {
  await using server = await scriptedCenter();
  await using center = clientOf(server.url);
  const restored = await afterCut(center, (...answers) => server.script(...answers), json(503, {}));
  const end = await waitForRestore(center, restored, { interval: 10, timeout: 100 });
  expect(end).toMatchObject({
    outcome: 'unknown',
    check: expect.stringMatching(/does not respond yet.*503/),
  });
});
