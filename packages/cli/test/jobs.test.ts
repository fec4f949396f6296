/** The jobs, in this process, against an emulator. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { type Emulator, startEmulator } from '@cloudlink-center/emulator';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { commandsFor, run } from '@cloudlink-center/testing/command-line';

let emulator: Emulator;
let commands: ReturnType<typeof commandsFor>;
/** What the emulator answers in place of its own; a function of the test's. */
const faults = new Map<string, () => { status?: number; body?: unknown } | undefined>();

beforeAll(async () => {
  const names = ['software.getVersion', 'machines.list', 'backup.restore'] as const;
  emulator = await startEmulator({
    workDuration: 200,
    fixtures: Object.fromEntries(names.map((name) => [name, () => faults.get(name)?.()])),
  });
  commands = commandsFor(emulator);
});
beforeEach(() => {
  vi.useRealTimers();
  emulator.store.reset();
  faults.clear();
});
afterAll(async () => {
  commands[Symbol.dispose]();
  await emulator.close();
});

function sent(method: string, path: string): number {
  return emulator.requests.filter((one) => one.method === method && one.path === `/cloudlink/rest${path}`)
    .length;
}

test('names: a machine by name, a disk by device, a member by name', async () => {
  const { stdout } = await run(['machines', 'get', 'app02', '--query', 'uuid']);
  expect(stdout.trim()).toBe('0c8a7d1e-52fb-4d43-9f07-3e64b1a95d03');
  expect(await run(['machines', 'exempt-disk', 'app02', '/dev/sdc'])).toMatchObject({ code: 0 });
  const member = await run(['cluster', 'members', 'list', '--query', '[0].[name, uuid]', '-o', 'json']);
  const [name = '', uuid] = JSON.parse(member.stdout) as string[];
  expect((await run(['cluster', 'members', 'get', name, '--query', 'uuid'])).stdout.trim()).toBe(uuid);
});

test('names: one that two machines have is not guessed', async () => {
  for (const machine of emulator.store.state.machines) machine.name = 'twin';
  const { code, stderr } = await run(['machines', 'shred', 'twin', '--yes']);
  expect(code).toBe(2);
  expect(stderr).toContain('4be6c1f2-6a0d-4c0e-9b57-2d1c5f4a7e01');
});

test('events of a machine, by its name', async () => {
  const { stdout } = await run(['events', 'list', '--target-id', 'db01', '--dry-run']);
  expect(stdout).toContain('/cloudlink/rest/monitoring/events?target_id=a1b2c3d4e5f60718293a4b5c6d7e0021\n');
});

test('backup download: a folder, a name of the Center, no overwriting', async () => {
  mkdirSync('backups');
  const first = await run(['backup', 'download', '--new', '--to', 'backups']);
  expect(first.code, first.stderr).toBe(0);
  expect(readdirSync('backups')).toEqual([first.stdout.trim().replace('backups/', '')]);
  const again = await run(['backup', 'download', '--to', 'backups']);
  expect(again.code).toBe(1);
  expect(again.stderr).toContain('--force');
  expect(await run(['backup', 'download', '--to', 'backups', '--force'])).toMatchObject({ code: 0 });
});

test("backup download: the Center's name for the file does not lead out of the folder", async () => {
  mkdirSync('safe');
  emulator.store.state.backup.file = '../../escaped.bak';
  const { stdout, code, stderr } = await run(['backup', 'download', '--to', 'safe']);
  expect(code, stderr).toBe(0);
  expect(stdout.trim()).toBe('safe/escaped.bak');
  expect(existsSync('safe/escaped.bak')).toBe(true);
});

test('backup restore: asks, sends both files, waits for the Center', async () => {
  writeFileSync('b.bak', 'backup');
  writeFileSync('k.pem', 'key');
  const words = ['backup', 'restore', '--backup-file', 'b.bak', '--key-file', 'k.pem'];
  const count = sent('POST', '/backup');
  expect(await run(words)).toMatchObject({ code: 2 });
  expect(sent('POST', '/backup')).toBe(count);
  const plan = await run([...words, '--dry-run']);
  expect(plan.stdout).toMatch(
    /^POST .*\/backup\n.*\nContent-Type: multipart\/form-data\n\nbackup_file: b.bak\nkey_file: k.pem\n$/,
  );
  const done = await run([...words, '--yes', '--wait', '-o', 'json']);
  expect(done.code, done.stderr).toBe(0);
  expect(JSON.parse(done.stdout)).toMatchObject({ name: 'automation' });
  expect(sent('POST', '/backup')).toBe(count + 1);
  expect(await run([...words.slice(0, 4), '--key-file', 'missing.pem', '--yes'])).toMatchObject({ code: 2 });
});

test('backup restore: a connection that is cut is not the end, evidence is looked for', async () => {
  writeFileSync('b.bak', 'backup');
  writeFileSync('k.pem', 'key');
  // The emulator has restored, and ended all sessions, when the answer is cut.
  emulator.faults.add({ operation: 'backup.restore', cutAfter: 0 });
  const files = ['--backup-file', 'b.bak', '--key-file', 'k.pem'];
  const done = await run(['backup', 'restore', ...files, '--yes', '-o', 'json']);
  expect(done.code, done.stderr).toBe(0);
  expect(done.stderr).toContain('9 of 9 bytes of files were handed to the network');
  expect(JSON.parse(done.stdout)).toEqual({ outcome: 'evident', evidence: 'sessions_ended' });
});

test('backup restore: without evidence, the command fails and says what to check', async () => {
  writeFileSync('b.bak', 'backup');
  writeFileSync('k.pem', 'key');
  // A proxy gave up waiting; this Center never got the backup.
  faults.set('backup.restore', () => ({ status: 504 }));
  const restores = sent('POST', '/backup');
  const files = ['--backup-file', 'b.bak', '--key-file', 'k.pem'];
  const running = run(['backup', 'restore', ...files, '--yes']);
  await expect.poll(() => sent('POST', '/backup'), { timeout: 60_000 }).toBe(restores + 1);
  // Whatever is read after the restore is read for evidence: the waiting has begun.
  const looks = sent('GET', '/backup/info');
  await expect.poll(() => sent('GET', '/backup/info'), { timeout: 60_000 }).toBeGreaterThan(looks);
  vi.useFakeTimers({ toFake: ['Date'] });
  // More than once: on a busy machine the command may read its start only after the first jump.
  const jumps = setInterval(() => void vi.setSystemTime(Date.now() + 16 * 60_000), 200);
  const done = await running.finally(() => {
    clearInterval(jumps);
    vi.useRealTimers();
  });
  expect(done.code, done.stderr).toBe(1);
  expect(done.stdout).toBe('');
  expect(done.stderr).toContain('9 of 9 bytes of files were handed to the network');
  expect(done.stderr).toContain('audit trail');
  expect(sent('POST', '/backup')).toBe(restores + 1);
});

test('upgrade: uploads, starts, and waits for another version', async () => {
  writeFileSync('new.iso', 'made up');
  let upgraded = false;
  faults.set('software.getVersion', () => {
    const minor = upgraded ? 2 : 1;
    upgraded = sent('POST', '/vercontrol/upgrade') > 0;
    return { body: { current_version: { major: 8, minor, patch: 0, revision: 0, mgmt_revision: 0 } } };
  });
  const done = await run(['upgrade', 'new.iso', '--wait', '--yes', '-o', 'json']);
  expect(done.code, done.stderr).toBe(0);
  expect(JSON.parse(done.stdout)).toMatchObject({ current_version: { minor: 2 } });
  expect(sent('POST', '/vercontrol')).toBe(1);
  const plan = await run(['upgrade', '--dry-run']);
  expect(plan.stdout).toContain('POST ');
  expect(sent('POST', '/vercontrol/upgrade')).toBe(1);
});

test('events follow: a line for each, oldest first, until it is interrupted', async () => {
  const now = Date.now();
  emulator.store.state.events = [2, 1].map((ago) => ({
    id: `e${ago}`,
    level: 'INFO',
    details: `happened ${ago} s ago`,
    timestamp: new Date(now - ago * 1000).toISOString(),
  }));
  const stop = new AbortController();
  const { code, stdout, stderr } = await run(['events', 'follow', '-o', 'json'], {
    signal: stop.signal,
    onOutput: (text) => {
      if (text.includes('happened 1 s ago')) stop.abort(new Error('interrupted'));
    },
  });
  expect({ code, stderr }).toEqual({ code: 130, stderr: '' });
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { id: string });
  expect(lines.map(({ id }) => id)).toEqual(['e2', 'e1']);
});

test('api: any path, with a query and a body, and the same guard as its operation', async () => {
  const pending = await run(['api', 'GET', '/securevm?pending_only=true', '-o', 'name']);
  expect(pending).toMatchObject({ code: 0, stdout: 'new01\n' });
  expect(await run(['api', 'PUT', '/securevm/4be6c1f2-6a0d-4c0e-9b57-2d1c5f4a7e01/shred'])).toMatchObject({
    code: 2,
  });
  const body = JSON.stringify({ ip: '192.0.2.99' });
  const added = await run(['api', 'POST', '/dns', '--body', body]);
  expect(added.code, added.stderr).toBe(0);
  expect(emulator.store.state.collections.dns).toEqual(
    expect.arrayContaining([expect.objectContaining({ ip: '192.0.2.99' })]),
  );
  expect(await run(['api', 'GET', 'securevm'])).toMatchObject({ code: 2 });
});

test('role for: the permissions, and the role', async () => {
  const { stdout } = await run(['role', 'for', 'machines.list', 'machines.rotateKeys', '-o', 'json']);
  expect(JSON.parse(stdout)).toEqual(['Change Machine Keys', 'View Machines']);
  expect(await run(['role', 'for', 'machines.list', '--create', 'Viewer'])).toMatchObject({ code: 0 });
  expect(emulator.store.state.roles.find(({ name }) => name === 'Viewer')).toMatchObject({
    permissions: ['View Machines'],
  });
  expect(await run(['role', 'for', 'machines.fly'])).toMatchObject({ code: 2 });
});

test.each([
  { roles: ['SecAdmin'], words: ['machines.shred'], code: 0, stdout: 'yes\n' },
  { roles: ['Observer'], words: ['machines', 'list'], code: 1, stdout: 'no\n' },
  { roles: ['Viewer'], words: ['machines', 'list'], code: 0, stdout: 'yes\n' },
  { roles: ['Viewer'], words: ['machines.rotateKeys'], code: 1, stdout: 'no\n' },
])('can-i $words as $roles: $stdout', async ({ roles, words, code, stdout }) => {
  const { state } = emulator.store;
  state.roles.push({ name: 'Viewer', built_in: false, permissions: ['View Machines', 'View Roles'] });
  for (const user of state.users) if (user.name === 'automation') user.roles = roles;
  expect(await run(['can-i', ...words])).toMatchObject({ code, stdout });
});

test('wait backup and wait center', async () => {
  expect(await run(['backup', 'generate'])).toMatchObject({ code: 0 });
  const backup = await run(['wait', 'backup', '-o', 'json']);
  expect(JSON.parse(backup.stdout)).toMatchObject({ is_backup_in_progress: false });
  expect((await run(['wait', 'center', '--query', 'name'])).stdout).toBe('automation\n');
});

test('an answer that is a file goes where it is wanted, and never onto a terminal', async () => {
  const words = ['machines', 'download-key-file', 'db01', '--type', 'RAW', '--challenge', 'made-up'];
  expect(await run([...words, '--to', 'keys.bin'])).toMatchObject({ code: 0 });
  const kept = await run([...words, '--to', 'keys.bin']);
  expect(kept.code).toBe(1);
  expect(kept.stderr).toContain('--force');
  expect(await run([...words, '--to', 'keys.bin', '--force'])).toMatchObject({ code: 0 });
  const piped = await run(words);
  expect(piped.code).toBe(0);
  expect(piped.stdout).toBe(readFileSync('keys.bin', 'utf8'));
  expect(piped.stdout).not.toBe('');
  expect(await run(words, { columns: 80 })).toMatchObject({ code: 2, stdout: '' });
});

test('what an operation does not answer prints nothing', async () => {
  expect(await run(['machines', 'rotate-keys', 'db01'])).toEqual({ code: 0, stdout: '', stderr: '' });
});

test('a flag that a global one would hide has a prefix', async () => {
  const { stdout } = await run(['ntp', 'add', '--body-address', 'ntp9.example.com', '--dry-run']);
  expect(stdout).toContain('"address": "ntp9.example.com"');
});

test('a list is a flag for each value, which takes no argument behind it', async () => {
  const words = [
    'kmip',
    'partitions',
    'update',
    '--managed-by',
    'SecAdmin',
    '--managed-by',
    'Admin',
    'vsphere',
    '--dry-run',
    '-o',
    'json',
  ];
  const { stdout, code, stderr } = await run(words);
  expect(code, stderr).toBe(0);
  expect(JSON.parse(stdout.slice(stdout.indexOf('{')))).toEqual({ managed_by: ['SecAdmin', 'Admin'] });
});

test('several nodes: the next one answers for one that is away, and --node names the one that has to', async () => {
  await using second = await startEmulator();
  const ca = join(commands.work, 'both.pem');
  writeFileSync(ca, `${emulator.ca}\n${second.ca}`);
  const nodes = ['--address', 'https://127.0.0.1:1', '--address', second.url, '--ca', ca];
  const listed = await run([...nodes, 'machines', 'list', '-o', 'name']);
  expect(listed.code, listed.stderr).toBe(0);
  expect(listed.stdout).toContain('db01');
  expect(await run([...nodes, 'vault', 'get', '--node', 'https://127.0.0.1:1'])).toMatchObject({ code: 5 });
});

test('what a Center says in an error is made plain', async () => {
  faults.set('machines.list', () => ({ status: 409, body: '\u001b[2J\u001b]0;owned\u0007busy' }));
  const { stderr, code } = await run(['machines', 'list']);
  expect(code).toBe(1);
  expect(stderr).toContain('busy');
  // oxlint-disable-next-line no-control-regex -- Control characters are what must not be there.
  expect(stderr).not.toMatch(/[\u001b\u0007]/);
});

test('a proxy is asked for a tunnel to the Center, and one that refuses is unreachable', async () => {
  const seen: string[] = [];
  let isRefusing = false;
  const proxy = createServer((_request, response) => void response.end());
  proxy.on('connect', (request, socket) => {
    seen.push(request.url ?? '');
    if (isRefusing) return void socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    const inner = connect(Number(new URL(emulator.url).port), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      inner.pipe(socket).pipe(inner);
    });
    return undefined;
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const address = proxy.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  const through = await run(['vault', 'get', '--query', 'state', '--proxy', url]);
  isRefusing = true;
  const refused = await run(['vault', 'get', '--proxy', url]);
  isRefusing = false;
  vi.stubEnv('CLOUDLINK_CA', undefined);
  const unknown = await run(['vault', 'get', '--proxy', url]);
  vi.stubEnv('CLOUDLINK_CA', commands.ca);
  proxy.close();
  proxy.closeAllConnections();
  expect(through, through.stderr).toMatchObject({ code: 0, stdout: 'unlocked\n' });
  expect(seen[0]).toBe(new URL(emulator.url).host);
  expect(refused.code, refused.stderr).toBe(5);
  expect(unknown.code).toBe(6);
  expect(unknown.stderr).toContain(`SHA-256    ${emulator.fingerprint256}`);
});

test('a certificate of your own needs its key', async () => {
  writeFileSync('own.pem', emulator.ca);
  const { code, stderr } = await run(['vault', 'get', '--client-cert', 'own.pem']);
  expect(code).toBe(2);
  expect(stderr).toContain('--client-key');
});
