/**
 * Completion in real shells: each loads the script that the packed command prints, somebody presses Tab, and
 * the line is read back. PowerShell, which Debian does not have, is in powershell-script.test.ts.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Ended, type Place, place, runChild } from './child.ts';

let at: Place;

beforeAll(async () => {
  at = await place();
  // A token is there, as after `cloudlink login`; nobody is asked for a secret by the Tab key.
  expect(await at.cloudlink(['login'])).toMatchObject({ code: 0 });
});
afterAll(() => at[Symbol.asyncDispose]());

/** Lines of completion, as scripts read them. */
async function completed(...words: string[]): Promise<string[]> {
  const { stdout, stderr, code } = await at.cloudlink(['complete', '--', ...words]);
  expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => line.split('\t')[0] ?? '');
}

describe('what is offered', () => {
  test.each([
    { words: ['machi'], offered: ['machines', 'machine-groups'] },
    { words: ['machines', 'ro'], offered: ['rotate-keys'] },
    { words: ['kmip', 'part'], offered: ['partitions'] },
    { words: ['kmip', 'partitions', 'rot'], offered: ['rotate-key'] },
    { words: ['machines', 'get', ''], offered: ['db01', 'app01', 'app02', 'legacy01', 'new01'] },
    { words: ['machines', 'rotate-keys', 'db'], offered: ['db01'] },
    { words: ['disk', 'encrypt', 'app02', ''], offered: ['/dev/sdb', '/dev/sdc'] },
    { words: ['machine-groups', 'get', 'Prod'], offered: ['Production'] },
    {
      words: ['machines', 'move', 'db01', '--destination-group-name', ''],
      offered: ['Default', 'Production'],
    },
    { words: ['keystores', 'get', 'Production'], offered: ['Production-keys'] },
    { words: ['profile', 'use', ''], offered: ['default'] },
    { words: ['--profile', 'de'], offered: ['default'] },
    { words: ['machines', 'list', '--pending'], offered: ['--pending-only'] },
    { words: ['vault', 'get', '-o', 'y'], offered: ['yaml'] },
    { words: ['users', 'create', '--user-type', ''], offered: ['local', 'client'] },
    { words: ['can-i', 'machines.shr'], offered: ['machines.shred'] },
    { words: ['completion', ''], offered: ['bash', 'zsh', 'fish', 'powershell'] },
    { words: ['nonsense', ''], offered: [] },
  ])('$words', async ({ words, offered }) => {
    // A machine that is busy may be too late for the first Tab, as for a person.
    await expect.poll(() => completed(...words)).toEqual([...offered, ':4']);
  });

  test('files where a file is wanted', async () => {
    expect(await completed('backup', 'restore', '--backup-file', '')).toEqual([':0']);
  });

  test('a name that means something to a shell is not offered', async () => {
    const [machine] = at.emulator.store.state.machines;
    if (machine) machine.name = '$(touch owned)';
    const { stdout } = await at.cloudlink(['complete', '--', 'machines', 'get', ''], {
      env: { XDG_CACHE_HOME: join(at.folder, 'other-cache') },
    });
    expect(stdout).not.toContain('touch');
    at.emulator.store.reset();
  });

  test('names are kept for a minute', async () => {
    const env = { XDG_CACHE_HOME: join(at.folder, 'fresh-cache') };
    const complete = async (): Promise<string> =>
      (await at.cloudlink(['complete', '--', 'machines', 'get', 'db'], { env })).stdout;
    await expect.poll(complete).toMatch(/^db01/);
    const before = at.emulator.requests.length;
    expect(await complete()).toMatch(/^db01/);
    expect(at.emulator.requests).toHaveLength(before);
  });

  test('nothing is said when the Center cannot be reached', async () => {
    const env = { CLOUDLINK_ADDRESS: 'https://127.0.0.1:1', XDG_CACHE_HOME: join(at.folder, 'no-cache') };
    const ended = await at.cloudlink(['complete', '--', 'machines', 'get', ''], { env });
    expect(ended).toMatchObject({ code: 0, stdout: ':4\n', stderr: '' });
  });
});

describe('in shells', () => {
  test('bash, also when the script is loaded twice', async () => {
    const rc = 'PS1="> "; source <(cloudlink completion bash); source <(cloudlink completion bash)';
    const line = await typedIn(
      ['bash', '--noprofile', '--rcfile'],
      rc,
      'cloudlink machines rotate-keys d\\t',
    );
    expect(line.stdout).toContain('rotate-keys db01');
    expect(line.stdout + line.stderr).not.toContain('readonly');
    const flag = await typedIn(['bash', '--noprofile', '--rcfile'], rc, 'cloudlink machines list --pend\\t');
    expect(flag.stdout).toContain('list --pending-only');
  });

  test('zsh', async () => {
    const rc = 'PS1="> "; autoload -Uz compinit && compinit -u; source <(cloudlink completion zsh)';
    const line = await typedIn(['zsh'], rc, 'cloudlink machines rotate-keys d\\t');
    expect(line.stdout).toMatch(/rotate-keys .*db01/);
  });

  test('fish', async () => {
    const { stdout } = await runChild(
      'fish',
      [
        '--no-config',
        '-c',
        'cloudlink completion fish | source; complete -C "cloudlink machines rotate-keys d"; complete -C "cloudlink vau"',
      ],
      { env: at.env, cwd: at.folder },
    );
    expect(stdout.split('\n').map((line) => line.split('\t')[0])).toEqual(['db01', 'vault', '']);
  });
});

/** Types into an interactive shell on a pseudo-terminal until the completed word is there. */
async function typedIn(shell: readonly string[], rc: string, typed: string): Promise<Ended> {
  const folder = join(at.folder, 'shell');
  mkdirSync(folder, { recursive: true });
  const rcFile = join(folder, shell[0] === 'zsh' ? '.zshrc' : 'rc');
  writeFileSync(rcFile, `${rc}\necho READ''Y\n`);
  const command = shell[0] === 'zsh' ? 'zsh' : [...shell, rcFile].join(' ');
  const script = [
    'set timeout 4',
    `spawn -noecho ${command}`,
    'expect -timeout 120 -ex READY',
    'expect -ex {> }',
    `send -- "${typed}"`,
    // A machine that is busy may be too late for the first Tab, as for a person.
    'expect {\n-re {db01|pending-only} {}\ntimeout { send "\\t"; exp_continue }\n}',
    String.raw`send -- "\003"`,
    'expect -ex {> }',
    String.raw`send -- "exit\r"`,
    'expect eof',
  ].join('\n');
  return runChild('expect', ['-c', script], {
    env: { ...at.env, ZDOTDIR: folder, TERM: 'dumb' },
    cwd: folder,
  });
}
