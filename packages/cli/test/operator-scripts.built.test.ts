/**
 * The scripts of operators run as they are, in a real shell, with the packed command; and the documents show
 * them as they are.
 */
import { mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { place } from './child.ts';

const examples = join(import.meta.dirname, '../examples');
const scripts = readdirSync(examples).filter((name) => name.endsWith('.sh'));
const page = readFileSync(join(import.meta.dirname, '../../../docs/operator-scripts.md'), 'utf8');

test.each(scripts)('%s has under 20 lines, and is in the documents', (name) => {
  const text = readFileSync(join(examples, name), 'utf8');
  expect(text.trimEnd().split('\n').length).toBeLessThan(20);
  expect(page).toContain(`\`\`\`sh\n${text}\`\`\``);
});

test('first set-up, also once more after a failure', async () => {
  await using at = await place();
  const work = join(at.folder, 'work');
  writeFileSync(join(work, 'secadmin.txt'), 'emulated-password\n');
  writeFileSync(join(work, 'licence.bin'), 'made up');
  writeFileSync(join(work, 'two.txt'), 'one\ntwo\n');
  writeFileSync(join(work, 'codes.txt'), 'one\ntwo\nthree\n');
  const { state } = at.emulator.store;
  state.licenses = [];
  // An appliance takes the password of secadmin as a client secret; the emulator wants a client user for
  // that.
  for (const user of state.users) if (user.name === 'secadmin') user.user_type = 'client';
  const env = {
    CLOUDLINK_ADDRESS: undefined,
    CLOUDLINK_CLIENT_ID: undefined,
    CLOUDLINK_CLIENT_SECRET: undefined,
  };
  const command = `${join(examples, 'first-setup.sh')} ${at.emulator.url} secadmin.txt licence.bin`;

  const failed = await at.shell(`${command} two.txt`, { env });
  expect(failed.code, failed.stderr).toBe(2);
  expect(failed.stderr).toContain('[4/6] Backup key: backup-key.pem');
  const key = readFileSync(join(work, 'backup-key.pem'), 'utf8');
  expect(statSync(join(work, 'backup-key.pem')).mode & 0o777).toBe(0o600);

  const again = await at.shell(`${command} codes.txt`, { env });
  expect(again.code, again.stderr).toBe(0);
  expect(again.stderr).toContain('[4/6] Backup key: already done');
  expect(again.stderr).toContain('[5/6] Passcodes of the vault: done');
  // Another key would have made the first one worthless.
  expect(readFileSync(join(work, 'backup-key.pem'), 'utf8')).toBe(key);
  expect(state.licenses).toMatchObject([{ assigned: true }]);
  const secret = readFileSync(join(work, 'automation.secret'), 'utf8').trim();
  expect(failed.stdout + failed.stderr + again.stdout + again.stderr).not.toContain(secret);
});

test('encrypting the data disks of a group', async () => {
  await using at = await place({ workDuration: 300 });
  // A machine of another group with a disk to encrypt, which must stay as it is.
  for (const machine of at.emulator.store.state.machines) {
    if (machine.name !== 'new01') continue;
    machine.status = 'connected';
    machine.resources = [{ id: '402653184099', mpoint: '/dev/sdb', state: 'unencrypted', type: 'data_raw' }];
  }
  const { stdout, stderr, code } = await at.shell(`${join(examples, 'encrypt-group.sh')} Production`);
  expect(code, stderr).toBe(0);
  expect(stdout).toBe(
    'app02: /dev/sdb is now /dev/mapper/svm_sdb\napp02: /dev/sdc is now /dev/mapper/svm_sdc\n',
  );
  const states = at.emulator.store.state.machines.flatMap(({ resources = [] }) =>
    resources.map(({ id, state }) => [id, state]),
  );
  // The boot disk of db01 and the disk of a machine in another group stay as they are.
  expect(states).toEqual(
    expect.arrayContaining([
      ['402653184001', 'unencrypted'],
      ['402653184099', 'unencrypted'],
    ]),
  );
});

test('a nightly backup, with rotation', async () => {
  await using at = await place({ workDuration: 300 });
  const folder = join(at.folder, 'backups');
  mkdirSync(folder);
  for (const day of [1, 2, 3]) {
    writeFileSync(join(folder, `old-${day}.bak`), 'old');
    utimesSync(join(folder, `old-${day}.bak`), day, day);
  }
  const { stdout, stderr, code } = await at.shell(`${join(examples, 'nightly-backup.sh')} ${folder} 2`);
  expect(code, stderr).toBe(0);
  const file = stdout.trim();
  expect(
    readdirSync(folder)
      .map((name) => join(folder, name))
      .toSorted(),
  ).toEqual([file, join(folder, 'old-3.bak')].toSorted());
  expect(statSync(file).mode & 0o777).toBe(0o600);
});
