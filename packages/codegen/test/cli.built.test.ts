/** The command, as a child process: live Centers, addresses, exit codes, reports, and errors without a stack. */
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createCertificates, startEmulator } from '@cloudlink-center/emulator';
import { listen } from '@cloudlink-center/testing/listen';
import { type Ended, runNode } from '@cloudlink-center/testing/run-program';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { LIKELY_PLACES } from '../src/live/likely-places.ts';
import { appliance, newerAppliance } from './descriptions.ts';

const cli = fileURLToPath(new URL('../src/cli.ts', import.meta.url));
const SECRET = 'emulated-secret';
let folder: string;
let old: string;
let newer: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'codegen-cli-'));
  old = join(folder, 'old.json');
  newer = join(folder, 'newer.json');
  writeFileSync(old, JSON.stringify(appliance(), undefined, 2));
  writeFileSync(newer, JSON.stringify(newerAppliance(), undefined, 2));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function run(args: readonly string[], env: Record<string, string> = {}): Promise<Ended> {
  const result = await runNode([cli, ...args], { env });
  // Neither a stack nor a secret, whatever happens.
  expect(result.stdout + result.stderr).not.toMatch(/^\s+at .*:\d+:\d+/m);
  expect(result.stdout + result.stderr).not.toContain(SECRET);
  return result;
}

test('generate writes the folder, and tells repairs and differences', async () => {
  const out = join(folder, 'out');
  const { code, stdout } = await run(['generate', '--from', newer, '--out', out]);
  expect(code).toBe(0);
  for (const line of [
    'repaired  document: the host "localhost:8443" is left out',
    'repaired  /securevm/{uuid}/report/**: is written /securevm/{uuid}/report/{rest}',
    'new       machines.listSensors: is GET /securevm/{uuid}/sensors',
    'new       Machine: has the property firmware',
    'new       keystores.listKeys: takes the required parameter realm',
    'gone      machines.move: was PUT /securevm/{uuid}/move',
    '292 operations.',
  ])
    expect(stdout).toContain(line);
  for (const name of [
    'openapi.json',
    'paths.ts',
    'schemas.ts',
    'operations.ts',
    'inputs.ts',
    'groups.ts',
    'index.ts',
  ])
    expect(existsSync(join(out, name)), name).toBe(true);
  expect((await run(['generate', '--from', newer, '--out', out])).stdout).toContain('is up to date');
});

test('diff ends with 0, 1, 2 and 3', async () => {
  expect(await run(['diff', old, old])).toMatchObject({ code: 0, stdout: 'No differences.\n' });
  const grown = join(folder, 'grown.json');
  const { paths, ...rest } = appliance();
  const fans = { '/fans': { get: { operationId: 'fans', responses: { 200: { description: 'OK' } } } } };
  writeFileSync(grown, JSON.stringify({ ...rest, paths: { ...(paths as object), ...fans } }));
  expect(await run(['diff', old, grown])).toMatchObject({ code: 1 });
  expect(await run(['diff', old, newer])).toMatchObject({ code: 2 });
  expect(await run(['diff', old, join(folder, 'missing.json')])).toMatchObject({ code: 3 });
});

test('diff writes text, Markdown, JSON and a changeset', async () => {
  const changeset = join(folder, 'newer.md');
  const { stdout } = await run(['diff', old, newer, '--format', 'json', '--changeset', changeset]);
  expect(JSON.parse(stdout)).toMatchObject({ breaking: 2 });
  expect(readFileSync(changeset, 'utf8')).toContain('2 breaking changes');
  expect((await run(['diff', old, newer, '--format', 'markdown'])).stdout).toContain('## Breaking');
  expect((await run(['diff', 'sdk', 'sdk'])).code).toBe(0);
  expect(await run(['diff', 'sdk', old])).toMatchObject({ code: 0 });
  expect((await run(['diff', 'sdk', newer])).stdout.split('\n')).toEqual([
    'breaking    added    GET /keystores/{name}/keys: the required query parameter realm',
    'breaking    removed  PUT /securevm/{uuid}/move: the operation',
    'compatible  added    GET /securevm/{uuid}/report/{rest}: the operation',
    'compatible  added    GET /securevm/{uuid}/sensors: the operation',
    'compatible  added    Machine: the property firmware',
    'compatible  removed  MachineMove: the model',
    'compatible  added    POST /securevm/{uuid}/sensors/{sensor}/reset: the operation',
    'compatible  added    SensorOfFan: the model',
    'compatible  added    SensorReset: the model',
    '',
    '2 breaking, 7 compatible.',
    '',
  ]);
});

test.each([
  ['no folder', ['generate', '--from', 'x'], 'generate needs --from'],
  ['an unknown option', ['generate', '--form', 'x'], '--form'],
  ['an unknown command', ['make'], 'There is no command "make"'],
  ['an unknown format', ['diff', 'a', 'b', '--format', 'pdf'], '--format must be one of'],
  [
    'a file that is missing',
    ['generate', '--from', '/missing.json', '--out', 'x'],
    '/missing.json: There is no such file.',
  ],
])('%s is one clear message', async (_, args, message) => {
  const { code, stderr } = await run(args);
  expect(code).not.toBe(0);
  expect(stderr).toContain(message);
});

test('a live Center is asked with the sign-in and the trust of the client', async () => {
  const place = LIKELY_PLACES[2]?.path ?? '';
  await using center = await startEmulator({
    description: newerAppliance(),
    guesses: { descriptionPath: place },
  });
  const ca = join(folder, 'ca.pem');
  writeFileSync(ca, center.ca);
  const env = { CLOUDLINK_CLIENT_ID: 'automation', CLOUDLINK_CLIENT_SECRET: SECRET };
  for (const trust of [
    ['--ca', ca],
    ['--fingerprint', center.fingerprint256],
  ]) {
    const { code, stdout, stderr } = await run(
      ['generate', '--from', center.url, '--out', join(folder, 'live'), ...trust],
      env,
    );
    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect(stdout).toContain(`/cloudlink/rest${LIKELY_PLACES[0]?.path ?? ''}: status 404`);
    expect(stdout).toContain(`/cloudlink/rest${place}: a description`);
    expect(stdout).toContain('new       machines.listSensors');
  }
  const untrusted = await run(['diff', 'sdk', center.url], env);
  expect(untrusted).toMatchObject({ code: 3, stderr: expect.stringContaining('certificate') });
});

test('a Center that shows no description says what was tried, and how to save it by hand', async () => {
  await using center = await startEmulator();
  const args = [
    'generate',
    '--from',
    center.url,
    '--out',
    join(folder, 'none'),
    '--fingerprint',
    center.fingerprint256,
  ];
  const { code, stderr } = await run([...args, '--client-id', 'automation'], {
    CLOUDLINK_CLIENT_SECRET: SECRET,
  });
  expect(code).toBe(1);
  for (const { path } of LIKELY_PLACES) expect(stderr).toContain(`/cloudlink/rest${path}: status 404`);
  expect(stderr).toContain('Save it by hand');
  expect((await run(args)).stderr).toContain('give --client-id');
});

test('an https address is fetched, and a redirect to another host is not followed', async () => {
  const { cert, key, ca } = await createCertificates();
  const authority = join(folder, 'address-ca.pem');
  writeFileSync(authority, ca);
  const server = createServer({ cert, key }, ({ url }, response) => {
    if (url === '/moved.json') response.writeHead(302, { location: 'https://elsewhere.example.com/' }).end();
    else if (url?.startsWith('/endless.json') === true) void endless(response);
    else response.end(readFileSync(newer));
  });
  await using listening = await listen(server);
  const address = `https://${listening.host}`;
  const env = { NODE_EXTRA_CA_CERTS: authority };
  expect((await run(['diff', newer, `${address}/api.json`], env)).code).toBe(0);
  expect(await run(['diff', newer, `${address}/moved.json`], env)).toMatchObject({ code: 3 });
  const { code, stderr } = await run(['diff', newer, `${address}/endless.json?token=${SECRET}`], env);
  expect(code).toBe(3);
  expect(stderr).toContain('more than 32 MiB');
});

/** Sends until somebody hangs up. */
async function endless(response: NodeJS.WritableStream & { destroyed?: boolean }): Promise<void> {
  const piece = Buffer.alloc(1024 * 1024, ' ');
  while (response.destroyed !== true) {
    if (!response.write(piece)) await Promise.race([once(response, 'drain'), once(response, 'close')]);
  }
}
