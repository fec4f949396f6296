import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { USAGE } from '../src/cli/usage.ts';

const cli = fileURLToPath(new URL('../src/cli.ts', import.meta.url));
const run = promisify(execFile);

/** Runs the command until it is ready, and then what is to be done. */
async function running(
  args: string[],
  then: (output: string) => Promise<void>,
  errors?: string[],
): Promise<void> {
  const child = spawn(process.execPath, [cli, ...args]);
  let output = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => errors?.push(text));
  child.stdout.setEncoding('utf8');
  for await (const text of child.stdout) {
    output += String(text);
    if (output.includes('Ctrl+C')) break;
  }
  try {
    await then(output);
  } finally {
    child.kill('SIGTERM');
    expect(await once(child, 'close')).toEqual([0, null]);
  }
}

test('the command prints how to reach it, and ends cleanly on a signal', async () => {
  let caFile = '';
  await running(['--client-id', 'demo'], async (output) => {
    expect(output).toMatch(/address\s+https:\/\/127\.0\.0\.1:\d+/);
    expect(output).toMatch(/client id\s+demo/);
    caFile = /CA\s+(\S+)/.exec(output)?.[1] ?? '';
    expect(existsSync(caFile)).toBe(true);
    return Promise.resolve();
  });
  expect(existsSync(caFile)).toBe(false);
});

test('a cluster, a state, faults and a control port come from the command line', async () => {
  const fault = '{"operation":"machines.list","status":503}';
  const args = ['--state', 'factory', '--nodes', '2', '--fault', fault, '--control', '--work-duration', '10'];
  await running(args, async (output) => {
    expect(output.match(/^address /gm)).toHaveLength(2);
    expect(output).toContain('built_in_client');
    const [, page = ''] = /control\s+(\S+)/.exec(output) ?? [];
    const [url = '', token = ''] = page.split('/#');
    const env = { ...process.env, CLOUDLINK_CONTROL_TOKEN: token };
    const { stdout } = await run(process.execPath, [cli, 'snapshot', '--control-url', url], { env });
    expect(stdout).toContain('name: secadmin');
    const status = await (
      await fetch(`${url}/api/status`, { headers: { Authorization: `Bearer ${token}` } })
    ).json();
    expect(status).toMatchObject({ faults: [{ operation: 'machines.list' }], estate: { machines: 0 } });
  });
});

test('what is tolerated is said once', async () => {
  const errors: string[] = [];
  await running(
    [],
    async (output) => {
      const [, url = ''] = /address\s+(\S+)/.exec(output) ?? [];
      const basic = `Authorization: Basic ${Buffer.from('automation:emulated-secret').toString('base64')}`;
      const query = `${url}/cloudlink/oauth/token?grant_type=client_credentials`;
      for (let count = 0; count < 2; count += 1) await run('curl', ['-sk', '-X', 'POST', '-H', basic, query]);
    },
    errors,
  );
  expect(errors.join('')).toBe(
    'Tolerated in POST /cloudlink/oauth/token: basic-credentials. The appliance accepts it too.\n',
  );
});

test.each([
  [['--port', 'many'], '--port must be a number'],
  [['--prot', '1'], "Unknown option '--prot'"],
  [['--state', 'tiny'], '"tiny" is neither a built-in state'],
  [['--fault', '{'], '--fault must be JSON'],
  [['dance'], 'There is no command "dance"'],
  [['snapshot'], 'CLOUDLINK_CONTROL_TOKEN'],
])('%j is an error that says what is wrong', async (args, message) => {
  const child = spawn(process.execPath, [cli, ...args]);
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  expect(await once(child, 'close')).toEqual([1, null]);
  expect(errors).toContain(message);
  expect(errors).toContain('Usage:');
});

test('the version and the help are printed', async () => {
  const { stdout } = await run(process.execPath, [cli, '--version']);
  expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  expect((await run(process.execPath, [cli, '--help'])).stdout.trim()).toBe(USAGE);
});

test('every option of the help can be given, and the other way round', async () => {
  const main = await import('node:fs').then(({ readFileSync }) =>
    readFileSync(join(import.meta.dirname, '../src/cli/main.ts'), 'utf8'),
  );
  const [, table = ''] = /options: \{\n([^]*?)\n {4}\},/.exec(main) ?? [];
  const given = [...table.matchAll(/^ +'?([\w-]+)'?: \{/gm)].map(([, name = '']) => name);
  expect(given.length).toBeGreaterThan(12);
  expect(given.filter((name) => !USAGE.includes(`--${name}`))).toEqual([]);
});

test('a shell sources the environment, and the examples of the help run in it as they stand', async () => {
  const [, examples = ''] = USAGE.split('Examples, to copy:');
  const folder = mkdtempSync(join(tmpdir(), 'cloudlink-cli-'));
  const command = `cloudlink-emulator() { '${process.execPath}' '${cli}' "$@"; }; set -e;${examples.replaceAll(/^ {2}/gm, '')}`;
  const { stdout } = await run('bash', ['-c', command], { env: { ...process.env, TMPDIR: folder } });
  // Twice the machines: what curl printed, and what Python did.
  expect(stdout).toMatch(/"name":"db01"[^]*\n?\['db01', 'app01', 'app02', 'legacy01', 'new01'\]/);
  rmSync(folder, { recursive: true });
});
