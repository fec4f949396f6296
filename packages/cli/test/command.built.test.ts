/**
 * The packed command as operators' scripts use it: forms of output, exit codes, secrets, broken pipes, full
 * disks.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Place, place } from './child.ts';

/** File systems of a test's own, which need a right that not every system grants. */
const ownMounts = ['unshare --mount', 'unshare --map-root-user --mount'].find((command) => {
  const [program = '', ...options] = command.split(' ');
  return spawnSync(program, [...options, 'true']).status === 0;
});
const NO_MOUNTS = 'No process can have mounts of its own here (unshare --mount).';
const CANARY = 'canary-9f3a71c2';
let at: Place;
/** Time passes with each request, unless it is held: however slow the machine is, work is seen under way. */
let now = Date.now();
let isTimeHeld = false;

beforeAll(async () => {
  at = await place({
    workDuration: 1_500,
    clientSecret: CANARY,
    now: () => now,
    onRequest: () => void (now += isTimeHeld ? 0 : 600),
  });
});
beforeEach(() => at.emulator.store.reset());
afterAll(() => at[Symbol.asyncDispose]());

describe('forms of output', () => {
  test('a table for people', async () => {
    const { stdout, stderr, code } = await at.cloudlink(['machines', 'list']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^NAME +STATUS +GROUP +IP_ADDRESS/);
    expect(stdout).toMatch(/^db01 +connected +Production/m);
    expect(stderr).toBe('');
  });

  test('JSON, with a query', async () => {
    const { stdout } = await at.cloudlink([
      'machines',
      'list',
      '-o',
      'json',
      '--query',
      "[?group=='Default'].name",
    ]);
    expect(JSON.parse(stdout)).toEqual(['legacy01', 'new01']);
  });

  test('YAML', async () => {
    const { stdout } = await at.cloudlink(['vault', 'get', '-o', 'yaml']);
    expect(stdout).toBe('state: unlocked\nauto: true\n');
  });

  test('CSV, in which formulas are escaped', async () => {
    const [machine] = at.emulator.store.state.machines;
    if (machine) machine.name = '=cmd()';
    const { stdout } = await at.cloudlink([
      'machines',
      'list',
      '-o',
      'csv',
      '--query',
      '[].{name: name, group: group}',
    ]);
    expect(stdout.split('\n').slice(0, 3)).toEqual(['name,group', "'=cmd(),Production", 'app01,Production']);
  });

  test('names, which the next command takes', async () => {
    const { stdout } = await at.shell(
      'cloudlink machines list -o name | tail -n 1 | xargs cloudlink machines get -o json',
    );
    expect(JSON.parse(stdout)).toMatchObject({ name: 'new01' });
  });

  test('what a terminal would obey is left out', async () => {
    const [machine] = at.emulator.store.state.machines;
    if (machine) machine.name = '\u001b]0;owned\u0007\u001b[31mred\u202e';
    const table = await at.cloudlink(['machines', 'list']);
    expect(table.stdout).toMatch(/^red +connected/m);
    const json = await at.cloudlink(['machines', 'list', '-o', 'json']);
    // oxlint-disable-next-line no-control-regex -- Control characters are what must not be there.
    expect(json.stdout).not.toMatch(/[\u001b\u0007\u202e]/);
    expect(JSON.parse(json.stdout)).toMatchObject([
      { name: '\u001b]0;owned\u0007\u001b[31mred\u202e' },
      {},
      {},
      {},
      {},
    ]);
  });
});

describe('exit codes', () => {
  test.each([
    { code: 0, why: 'success', words: ['vault', 'get'] },
    {
      code: 1,
      why: 'a refusal of the Center for another reason',
      words: ['machine-groups', 'delete', 'Default'],
    },
    { code: 2, why: 'an unknown flag', words: ['machines', 'list', '--nonsense'] },
    { code: 2, why: 'an unknown command', words: ['machine'] },
    { code: 2, why: 'a missing argument', words: ['machines', 'get'] },
    { code: 2, why: 'a missing --yes', words: ['machines', 'shred', 'db01'] },
    { code: 2, why: 'a wrong number', words: ['events', 'list', '--count', 'many'] },
    { code: 3, why: 'a wrong secret', words: ['vault', 'get'], env: { CLOUDLINK_CLIENT_SECRET: 'wrong' } },
    { code: 4, why: 'a name that matches nothing', words: ['machines', 'get', 'nobody'] },
    { code: 4, why: 'a 404', words: ['machine-groups', 'get', 'nothing'] },
    {
      code: 5,
      why: 'nobody listening',
      words: ['vault', 'get'],
      env: { CLOUDLINK_ADDRESS: 'https://127.0.0.1:1' },
    },
    { code: 6, why: 'an unknown certificate', words: ['vault', 'get'], env: { CLOUDLINK_CA: undefined } },
    {
      code: 6,
      why: 'another certificate',
      words: ['vault', 'get'],
      env: { CLOUDLINK_CA: undefined, CLOUDLINK_FINGERPRINT: 'AB'.repeat(32) },
    },
    {
      code: 7,
      why: 'a wait that takes too long',
      words: ['wait', 'disk', 'app01', '/dev/sdb', '--timeout', '0.6'],
    },
    { code: 0, why: 'can-i: yes', words: ['can-i', 'machines.shred'] },
  ])('$code: $why', async ({ code, words, env = {} }) => {
    // A token that is still there would hide a wrong secret.
    const data = join(
      at.folder,
      `data-${words.join('-').replaceAll('/', '_')}-${String(code)}-${Object.values(env).length}`,
    );
    const ended = await at.cloudlink(words, { env: { XDG_DATA_HOME: data, ...env } });
    expect(ended.code, ended.stderr).toBe(code);
    if (code > 0) expect(ended.stderr).not.toBe('');
    expect(code > 0 ? ended.stdout : '').toBe('');
    expect(ended.stderr + ended.stdout).not.toContain(CANARY);
  });

  test('7: an answer that takes too long', async () => {
    const silent = createServer(() => {}).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const address = silent.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const env = {
      CLOUDLINK_ADDRESS: `https://127.0.0.1:${port}`,
      XDG_DATA_HOME: join(at.folder, 'data-silent'),
    };
    const { code, stderr } = await at.cloudlink(['vault', 'get', '--timeout', '0.5'], { env });
    silent.close();
    expect(code, stderr).toBe(7);
  });

  test('3 and a no: what a role does not allow', async () => {
    const { state } = at.emulator.store;
    const user = state.users.find(({ name }) => name === at.emulator.clientId);
    if (user) user.roles = ['Observer'];
    expect(await at.cloudlink(['can-i', 'machines.shred'])).toMatchObject({ code: 1, stdout: 'no\n' });
    const { code, stderr } = await at.cloudlink(['machines', 'shred', 'db01', '--yes']);
    expect(code).toBe(3);
    expect(stderr).toContain('Shred Machine');
  });

  test('an unknown command is answered with the one that may be meant', async () => {
    expect((await at.cloudlink(['machine'])).stderr).toContain('Did you mean machines?');
  });
});

describe('safety', () => {
  test('a dry run prints the request, masks secrets, and sends nothing', async () => {
    const before = at.emulator.requests.length;
    const words = ['users', 'create', '--name', 'reporting', '--password', '-', '--dry-run'];
    const { stdout, code } = await at.cloudlink(words, { stdin: `${CANARY}\n` });
    expect(code).toBe(0);
    expect(stdout).toContain(`POST ${at.emulator.url}/cloudlink/rest/users\n`);
    expect(stdout).toContain('"password": "********"');
    expect(stdout).not.toContain(CANARY);
    expect(at.emulator.requests).toHaveLength(before);
  });

  test('a secret is no argument, neither by a flag nor in a body', async () => {
    const flag = await at.cloudlink(['users', 'create', '--name', 'x', '--password', CANARY]);
    expect(flag).toMatchObject({ code: 2, stdout: '' });
    expect(flag.stderr).toContain('all users of this machine can see arguments');
    expect(flag.stderr).not.toContain(CANARY);
    const body = await at.cloudlink([
      'users',
      'create',
      '--body',
      JSON.stringify({ name: 'x', password: CANARY }),
    ]);
    expect(body.code).toBe(2);
    expect(body.stderr).not.toContain(CANARY);
  });

  test('a body from a file and from standard input', async () => {
    const body = JSON.stringify({
      name: 'reporting',
      password: CANARY,
      user_type: 'client',
      roles: ['Observer'],
    });
    writeFileSync(join(at.folder, 'work/user.json'), body);
    expect(await at.cloudlink(['users', 'create', '--body', '@user.json'])).toMatchObject({ code: 0 });
    expect(
      await at.cloudlink(['users', 'create', '--name', 'other', '--body', '-'], { stdin: body }),
    ).toMatchObject({ code: 0 });
    expect(at.emulator.store.state.users.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['reporting', 'other']),
    );
  });

  test('the secret is in no process list, no log and no file', async () => {
    const env = { CLOUDLINK_CLIENT_SECRET: undefined, XDG_DATA_HOME: join(at.folder, 'data-canary') };
    const processes: string[] = [];
    isTimeHeld = true;
    const words = ['disk', 'encrypt', 'app02', '/dev/sdb', '--wait', '--secret-stdin', '--debug'];
    const ended = await at.cloudlink(words, {
      env,
      stdin: `${CANARY}\n`,
      during: (child, output) => {
        child.stderr?.on('data', () => {
          if (!output().includes('machines.get')) return;
          processes.push(commandLineOf(child.pid));
          isTimeHeld = false;
        });
      },
    });
    expect(ended.code, ended.stderr).toBe(0);
    expect(processes.join('\n')).toContain('--secret-stdin');
    expect(processes.join('\n') + ended.stdout + ended.stderr).not.toContain(CANARY);
    expect(ended.stderr).toContain('machines.get GET /securevm/{uuid} 200');
    for (const file of filesIn(at.folder)) {
      if (!file.endsWith('user.json')) expect(readFileSync(file, 'utf8'), file).not.toContain(CANARY);
    }
  });
});

describe('trouble', () => {
  test('Ctrl+C ends the waiting, says how to go on, and leaves the work alone', async () => {
    const ended = await at.cloudlink(
      ['disk', 'encrypt', 'app02', '/dev/sdb', '--wait', '--debug', '--profile', 'lab'],
      {
        during: (child, output) => {
          child.stderr?.on('data', () => {
            if (output().includes('machines.setDiskEncryption PUT /securevm/{uuid}/encryption/{disk_id} 200'))
              child.kill('SIGINT');
          });
        },
      },
    );
    expect(ended.code, ended.stderr).toBe(130);
    expect(ended.stderr).toContain('The work continues at the Center.');
    const again = /cloudlink (wait disk .*)/.exec(ended.stderr)?.[1] ?? '';
    expect(again).toBe('wait disk app02 /dev/sdb --profile lab');
    const resumed = await at.shell(`cloudlink ${again} -o json`);
    expect(JSON.parse(resumed.stdout)).toMatchObject({ state: 'encrypted' });
  });

  test('a reader that goes away is no failure', async () => {
    const { stdout, stderr } = await at.shell(
      'cloudlink machines list -o json | head -n 1; echo ${PIPESTATUS[0]}',
    );
    expect(stdout).toBe('[\n0\n');
    expect(stderr).toBe('');
  });

  test('a full disk behind standard output is one', async () => {
    const { stderr, code } = await at.shell('cloudlink machines list -o json > /dev/full');
    expect(code).toBe(1);
    expect(stderr).toContain('ENOSPC');
  });

  test('a full disk during a download leaves no file', async (context) => {
    context.skip(ownMounts === undefined, NO_MOUNTS);
    // A file system of its own, in a mount namespace.
    const script = `mount -t tmpfs -o size=8k none "$HOME/work" && cd "$HOME/work" && head -c 8192 /dev/zero > ballast;
      cloudlink backup download --to backup.bak; echo "code $?"; ls`;
    const { stdout, stderr } = await at.shell(`${String(ownMounts)} bash -c '${script}'`);
    expect(stdout, stderr).toBe('code 1\nballast\n');
    expect(stderr).toContain('ENOSPC');
  });

  test('a home that cannot be written is said, and the command works', async (context) => {
    context.skip(ownMounts === undefined, NO_MOUNTS);
    const script = `mkdir "$HOME/ro"; export XDG_DATA_HOME="$HOME/ro" XDG_CONFIG_HOME="$HOME/ro" XDG_CACHE_HOME="$HOME/ro"
      mount -t tmpfs -o ro none "$HOME/ro"
      cloudlink vault get -o json; echo "code $?"; cloudlink login; echo "code $?"`;
    const { stdout, stderr } = await at.shell(`${String(ownMounts)} bash -c '${script}'`);
    expect(stdout, stderr).toMatch(/^\{[^}]*\}\ncode 0\ncode 0\n$/);
    expect(stderr).toContain('The access token could not be stored');
    expect(stderr).toContain('The profile could not be saved');
  });

  test('a profile that is no JSON is named, and not overwritten', async () => {
    const config = join(at.folder, 'broken/cloudlink');
    mkdirSync(config, { recursive: true });
    writeFileSync(join(config, 'profiles.json'), '{');
    const { code, stderr } = await at.cloudlink(['login'], {
      env: { XDG_CONFIG_HOME: join(at.folder, 'broken') },
    });
    expect(code).toBe(1);
    expect(stderr).toContain('profiles.json is not JSON');
    expect(readFileSync(join(config, 'profiles.json'), 'utf8')).toBe('{');
  });
});

test.each([
  ['machines list'],
  ['machines rotate-keys db01'],
  ['kmip partitions create --name archive'],
  ['vault get -o yaml'],
  ['users list -o name'],
  ['disk list app02'],
  ['whoami'],
  ['status'],
  ['machine-groups delete Lab'],
  ['api GET /securevm?pending_only=true'],
])('%s --emulator, without anything', async (line) => {
  const home = join(at.folder, 'empty');
  mkdirSync(home, { recursive: true });
  const env = {
    HOME: home,
    ...Object.fromEntries(
      Object.keys(at.env)
        .filter((name) => /^(CLOUDLINK|XDG)_/.test(name))
        .map((name) => [name, undefined]),
    ),
  };
  const ended = await at.shell(`cloudlink ${line} --emulator`.replace(/(GET) (\S+)/, "$1 '$2'"), { env });
  expect(ended.code, ended.stderr).toBe(0);
  // Nothing of it stays.
  expect(existsSync(join(home, '.config'))).toBe(false);
});

function commandLineOf(pid: number | undefined): string {
  try {
    return readFileSync(`/proc/${String(pid)}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return ''; // It has ended meanwhile.
  }
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
