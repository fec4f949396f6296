/**
 * The packed command on a pseudo-terminal: questions, trust on first use, progress. `expect` types the
 * answers.
 */
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { connect, createServer } from 'node:tls';
import { createCertificates, type Emulator, startEmulator } from '@cloudlink-center/emulator';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Ended, type Place, place, runChild } from './child.ts';

const SECRET = 'canary-terminal-51c0';
let at: Place;

beforeAll(async () => {
  // Time passes with each request: however slow the machine is, work is seen under way.
  let now = Date.now();
  at = await place({
    workDuration: 1_500,
    clientSecret: SECRET,
    now: () => now,
    onRequest: () => void (now += 400),
  });
});
beforeEach(() => at.emulator.store.reset());
afterAll(() => at[Symbol.asyncDispose]());

/** @param steps - Pairs of what to wait for and what to type. */
async function onTerminal(
  command: string,
  steps: readonly (readonly [awaited: string, typed: string])[],
  { env = {}, home = 'home' }: { env?: Record<string, string | undefined>; home?: string } = {},
): Promise<Ended> {
  const lines = steps.flatMap(([awaited, typed]) => [
    // Without line ends, expect takes the braces for a pattern.
    `expect {\n-ex {${awaited}} {}\ntimeout { puts "NEVER CAME: ${awaited}"; exit 99 }\neof { puts "ENDED BEFORE: ${awaited}"; exit 98 }\n}`,
    `send -- "${typed}"`,
  ]);
  const script = [
    'set timeout 120',
    'set stty_init "rows 40 columns 100"',
    `spawn -noecho ${command}`,
    ...lines,
    'expect eof',
    'catch wait result',
    'exit [lindex $result 3]',
  ].join('\n');
  const folder = join(at.folder, home);
  mkdirSync(folder, { recursive: true });
  const here = {
    ...at.env,
    HOME: folder,
    XDG_CONFIG_HOME: join(folder, 'config'),
    XDG_DATA_HOME: join(folder, 'data'),
    TERM: 'xterm-256color',
    ...env,
  };
  return runChild('expect', ['-c', script], { env: here, cwd: folder });
}

const NOTHING = {
  CLOUDLINK_ADDRESS: undefined,
  CLOUDLINK_CLIENT_ID: undefined,
  CLOUDLINK_CLIENT_SECRET: undefined,
  CLOUDLINK_CA: undefined,
};
const ENTER = '\\r';
const DOWN = '\\033\\[B';

test('the first sign-in asks for everything, shows the certificate, and keeps the answers', async () => {
  const { url, fingerprint256 } = at.emulator;
  const login = await onTerminal(
    'cloudlink login',
    [
      ['Address of the Center', `${url}${ENTER}`],
      ['Client id', `automation${ENTER}`],
      ['Secret of automation', `${SECRET}${ENTER}`],
      ['Is this the fingerprint', `${DOWN}${ENTER}`],
    ],
    { env: NOTHING, home: 'first' },
  );
  expect(login.code, login.stdout).toBe(0);
  expect(login.stdout).toContain(`SHA-256    ${fingerprint256}`);
  expect(login.stdout).toMatch(/valid {6}\d{4}-\d\d-\d\d to \d{4}-\d\d-\d\d/);
  expect(login.stdout).toContain('as automation. Profile: default.');
  expect(login.stdout).not.toContain(SECRET);

  const file = join(at.folder, 'first/config/cloudlink/profiles.json');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const kept = readFileSync(file, 'utf8');
  expect(kept).toContain(fingerprint256);
  expect(kept).not.toContain(SECRET);

  const after = await onTerminal('cloudlink machines get db01 --query name', [], {
    env: NOTHING,
    home: 'first',
  });
  expect(after.code, after.stdout).toBe(0);
  expect(after.stdout.trim()).toBe('db01');
});

test('the authority can be trusted in place of the certificate', async () => {
  await using front = await withChain(at.emulator);
  const env = { ...NOTHING, CLOUDLINK_CLIENT_SECRET: SECRET };
  const command = `cloudlink login --address ${front.url} --client-id automation --profile lab`;
  const login = await onTerminal(command, [['Is this the fingerprint', `${DOWN}${DOWN}${ENTER}`]], {
    env,
    home: 'authority',
  });
  expect(login.code, login.stdout).toBe(0);
  const shown = await onTerminal('cloudlink profile show lab', [], { env, home: 'authority' });
  expect(shown.stdout).toContain(`CA ${front.authority}`);
});

test('who does not know the fingerprint trusts nothing', async () => {
  const env = { CLOUDLINK_CA: undefined };
  const ended = await onTerminal('cloudlink vault get', [['Is this the fingerprint', ENTER]], {
    env,
    home: 'distrust',
  });
  expect(ended.code, ended.stdout).toBe(6);
});

test('a certificate that has changed is an alarm, and no question', async () => {
  const env = { ...NOTHING, CLOUDLINK_CLIENT_SECRET: SECRET };
  const first = await startEmulator({ clientSecret: SECRET });
  const port = new URL(first.url).port;
  const login = `cloudlink login --address ${first.url} --client-id automation --fingerprint ${first.fingerprint256}`;
  expect(await onTerminal(login, [], { env, home: 'changed' })).toMatchObject({ code: 0 });
  await first.close();
  await using second = await startEmulator({ port: Number(port), clientSecret: SECRET });
  const ended = await onTerminal('cloudlink vault get', [], { env, home: 'changed' });
  expect(ended.code, ended.stdout).toBe(6);
  expect(ended.stdout).toContain('HAS CHANGED');
  expect(ended.stdout).toContain(`trusted    ${first.fingerprint256}`);
  expect(ended.stdout).toContain(`shown      ${second.fingerprint256}`);
  expect(second.requests).toHaveLength(0);

  // The command that it names, for whoever has asked.
  const [, again = ''] = /^ {2}(cloudlink login .*)$/m.exec(ended.stdout) ?? [];
  expect(await onTerminal(again.trim(), [], { env, home: 'changed' })).toMatchObject({ code: 0 });
  expect(await onTerminal('cloudlink vault get', [], { env, home: 'changed' })).toMatchObject({ code: 0 });
});

test('what is dangerous is asked about, and says what it hits', async () => {
  const { uuid = '' } = at.emulator.store.state.machines.find(({ name }) => name === 'db01') ?? {};
  const isSent = (): boolean => at.emulator.requests.some(({ path }) => path.endsWith('/shred'));
  const refused = await onTerminal('cloudlink machines shred db01', [['Continue?', ENTER]]);
  expect(refused.code, refused.stdout).toBe(130);
  expect(refused.stdout).toContain(`uuid  db01 (${uuid})`);
  expect(isSent()).toBe(false);

  const agreed = await onTerminal('cloudlink machines shred db01', [['Continue?', 'y']]);
  expect(agreed.code, agreed.stdout).toBe(0);
  expect(isSent()).toBe(true);
});

test('a password is asked for, not shown, and Ctrl+C at the question sends nothing', async () => {
  const { state } = at.emulator.store;
  const command = 'cloudlink users set-password jdoe';
  const asked = await onTerminal(command, [['password', '\\003']]);
  expect(asked.code, asked.stdout).toBe(130);
  expect(state.passwords['jdoe']).toBe('emulated-password');
});

test('waiting shows a bar, unless nobody wants one', async () => {
  const shown = await onTerminal('cloudlink disk encrypt app02 /dev/sdb --wait', []);
  expect(shown.code, shown.stdout).toBe(0);
  expect(shown.stdout).toMatch(/app02 \/dev\/sdb {2}.*█.*\d+ % encrypting/);
  at.emulator.store.reset();
  const quiet = await onTerminal('cloudlink disk encrypt app02 /dev/sdb --wait --no-progress', []);
  expect(quiet.code, quiet.stdout).toBe(0);
  expect(quiet.stdout).not.toContain('%');
});

test('a table fits the terminal', async () => {
  const { stdout } = await onTerminal('cloudlink machines list', []);
  expect(stdout).toContain('NAME');
  for (const line of stdout.split(/\r?\n/)) expect(line.length).toBeLessThanOrEqual(100);
});

/** An address that shows its whole chain, in front of an emulator, which shows only its own certificate. */
async function withChain({
  url,
  ca,
}: Emulator): Promise<AsyncDisposable & { url: string; authority: string }> {
  const own = await createCertificates();
  const server = createServer({ cert: `${own.cert}\n${own.ca}`, key: own.key }, (socket) => {
    const inner = connect({ host: '127.0.0.1', port: Number(new URL(url).port), ca });
    socket.pipe(inner).pipe(socket);
    socket.on('error', () => inner.destroy());
    inner.on('error', () => socket.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `https://127.0.0.1:${port}`,
    authority: new X509Certificate(own.ca).fingerprint256,
    [Symbol.asyncDispose]: async () => void server.close(),
  };
}
