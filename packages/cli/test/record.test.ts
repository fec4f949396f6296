/** `cloudlink record`: what was changed at one Center is seen again at an emulator that starts from the file. */
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { clientCredentials, type CloudLink, createCloudLink } from '@cloudlink-center/client';
import { type Emulator, recordEstate, startEmulator } from '@cloudlink-center/emulator';
import { afterAll, afterEach, expect, test, vi } from 'vitest';
import { type Run, run, temporaryHome } from '@cloudlink-center/testing/command-line';

/** Properties that the recording leaves out of these lists. */
const SECRETS: ReadonlySet<string> = new Set(['code', 'console_password', 'password']);
const home = temporaryHome();
const file = (name: string): string => join(home.folder, name);
afterEach(() => vi.unstubAllEnvs());
afterAll(() => home[Symbol.dispose]());

function recordFrom({ url, ca, clientId, clientSecret }: Emulator, words: readonly string[]): Promise<Run> {
  writeFileSync(file('ca.pem'), ca);
  const env = {
    CLOUDLINK_ADDRESS: url,
    CLOUDLINK_CLIENT_ID: clientId,
    CLOUDLINK_CLIENT_SECRET: clientSecret,
    CLOUDLINK_CA: file('ca.pem'),
  };
  for (const [name, value] of Object.entries({ ...home.env, ...env })) vi.stubEnv(name, value);
  return run(['record', ...words]);
}

function clientOf({ url: baseUrl, ca, clientId, clientSecret }: Emulator): CloudLink {
  return createCloudLink({ baseUrl, auth: clientCredentials({ clientId, clientSecret }), tls: { ca } });
}

/** Changes through the API, as somebody would who has a Center that misbehaves. */
async function change(center: CloudLink): Promise<void> {
  await center.machineGroups.create({
    body: { name: 'Seen there', description: 'Made by a test', encryption_policy: 'encrypt_none' },
  });
  await center.dns.add({ body: { ip: '192.0.2.77' } });
  await center.email.update({ body: { address: 'mail.example.com', password: 'canary of a mail password' } });
  await center.users.create({
    body: { name: 'job-7', password: 'canary-Password-1', user_type: 'client', roles: ['Observer'] },
  });
}

test.each(['small', 'large'])(
  'the state %s, changed, is replayed with equal lists and no secret',
  async (state) => {
    await using source = await startEmulator({ state });
    // Its percentage would grow between the two looks.
    source.store.state.encryptions = [];
    await using center = clientOf(source);
    await change(center);
    const out = file(`${state}.yaml`);
    const { code, stdout, stderr } = await recordFrom(source, ['--out', out]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.trim()).toBe(out);
    expect(statSync(out).mode & 0o777).toBe(0o600);
    const text = readFileSync(out, 'utf8');
    expect(text).not.toContain('canary');
    expect(text).not.toContain(source.clientSecret);
    for (const { code: registration } of source.store.state.groups) expect(text).not.toContain(registration);

    await using replayed = await startEmulator({ state: out });
    await using other = clientOf(replayed);
    // What `record` reads is read from both; codes of registration are made anew, and the console's password
    // is a secret.
    const [there, here] = await Promise.all([center, other].map((one) => listsOf(one)));
    expect(here).toEqual(there);
    expect(await other.machineGroups.list()).toContainEqual(expect.objectContaining({ name: 'Seen there' }));
  },
);

async function listsOf(center: CloudLink): Promise<object> {
  const lists: Record<string, unknown> = {};
  await recordEstate(async (path) => {
    const { data } = await center.GET(path as '/securevm');
    return (lists[path] = withoutSecrets(data));
  });
  return lists;
}

function withoutSecrets(data: unknown): unknown {
  const text = JSON.stringify(data, (name, value: unknown) => (SECRETS.has(name) ? undefined : value));
  return JSON.parse(text);
}

test('what the role may not read is left out, and told', async () => {
  await using source = await startEmulator();
  source.faults.add({ operation: 'dns.list', status: 403 });
  const { code, stdout, stderr } = await recordFrom(source, []);
  expect(code, stderr).toBe(0);
  expect(stdout).toContain('name: db01');
  expect(stderr).toBe('Left out, because the Center refuses it: /dns\n');
});

test('a Center that goes away leaves no file, and one that exists is kept', async () => {
  const source = await startEmulator();
  const [out, kept] = [file('away.yaml'), file('kept.yaml')];
  writeFileSync(kept, 'kept');
  expect(await recordFrom(source, ['--out', kept])).toMatchObject({ code: 1 });
  await source.close();
  expect(await recordFrom(source, ['--out', out])).toMatchObject({ code: 5 });
  expect(() => readFileSync(out)).toThrow('ENOENT');
  expect(readFileSync(kept, 'utf8')).toBe('kept');
});
