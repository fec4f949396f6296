/** `--client-cert`, against a server that takes no connection without a certificate of its own authority. */
import { execFileSync } from 'node:child_process';
import { createPrivateKey } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { type MadeCertificate, makeCertificate } from '@cloudlink-center/testing/certificates';
import { type TlsCenter, tlsCenter } from '@cloudlink-center/testing/tls-center';
import { type Run, run, temporaryHome } from '@cloudlink-center/testing/command-line';

const PASSPHRASE = 'canary of a passphrase';
const home = temporaryHome();
const file = (name: string): string => join(home.folder, name);
let server: TlsCenter;

beforeAll(async () => {
  const authority = await makeCertificate({ isAuthority: true, subject: 'CN=authority of clients' });
  const own = await makeCertificate();
  await makeFiles('robot', await makeCertificate({ signedBy: authority, subject: 'CN=robot' }));
  await makeFiles('stranger', await makeCertificate({ subject: 'CN=stranger' }));
  writeFileSync(file('ca.pem'), own.cert);
  server = await tlsCenter({ ...own, requestCert: true, rejectUnauthorized: true, ca: authority.cert });
});
afterEach(() => vi.unstubAllEnvs());
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  home[Symbol.dispose]();
});

async function makeFiles(name: string, { cert, key }: MadeCertificate): Promise<void> {
  writeFileSync(file(`${name}.pem`), cert);
  writeFileSync(file(`${name}.key`), key);
  const encryption = { format: 'pem', type: 'pkcs8', cipher: 'aes-256-cbc', passphrase: PASSPHRASE } as const;
  writeFileSync(file(`${name}.encrypted.key`), createPrivateKey(key).export(encryption));
  const files = ['-in', file(`${name}.pem`), '-inkey', file(`${name}.key`), '-out', file(`${name}.p12`)];
  execFileSync('openssl', ['pkcs12', '-export', ...files, '-passout', `pass:${PASSPHRASE}`]);
}

function listMachines(words: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Run> {
  const center = {
    CLOUDLINK_ADDRESS: server.url,
    CLOUDLINK_CLIENT_ID: 'automation',
    CLOUDLINK_CLIENT_SECRET: 'canary of a secret',
    CLOUDLINK_CA: file('ca.pem'),
  };
  for (const [name, value] of Object.entries({ ...home.env, ...center, ...env })) vi.stubEnv(name, value);
  return run(['machines', 'list', '-o', 'json', ...words]);
}

const passphrase = { CLOUDLINK_KEY_PASSPHRASE: PASSPHRASE };

test.each([
  { way: 'PEM files', words: () => ['--client-cert', file('robot.pem'), '--client-key', file('robot.key')] },
  {
    way: 'an encrypted key',
    words: () => ['--client-cert', file('robot.pem'), '--client-key', file('robot.encrypted.key')],
    env: () => passphrase,
  },
  { way: 'one PKCS #12 file', words: () => ['--client-cert', file('robot.p12')], env: () => passphrase },
  {
    way: 'environment variables',
    env: () => ({ CLOUDLINK_CLIENT_CERT: file('robot.pem'), CLOUDLINK_CLIENT_KEY: file('robot.key') }),
  },
])('a server that requires a client certificate accepts $way', async ({ words, env }) => {
  const before = server.shown.length;
  const { code, stdout, stderr } = await listMachines(words?.() ?? [], env?.());
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(JSON.parse(stdout)).toEqual([]);
  expect(new Set(server.shown.slice(before))).toEqual(new Set(['robot']));
});

test.each([
  { what: 'no certificate', words: () => [] },
  {
    what: 'a certificate of another authority',
    words: () => ['--client-cert', file('stranger.pem'), '--client-key', file('stranger.key')],
  },
])('with $what, it gets no request', async ({ words }) => {
  const before = server.requests.length;
  const { code, stderr } = await listMachines(words());
  expect(code, stderr).toBe(5);
  expect(stderr).toMatch(/client certificate/);
  expect(server.requests).toHaveLength(before);
});

test('a wrong passphrase is told without it', async () => {
  const env = { CLOUDLINK_KEY_PASSPHRASE: 'canary of a wrong passphrase' };
  const { code, stderr } = await listMachines(['--client-cert', file('robot.p12')], env);
  expect(code).not.toBe(0);
  expect(stderr).toContain('tls.pfx cannot be read');
  expect(stderr).not.toContain('canary');
});
