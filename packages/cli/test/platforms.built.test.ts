/**
 * Where files go on other systems: the packed command with another `process.platform`, put there before
 * anything is loaded.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { place } from './child.ts';

const WITHOUT_XDG = { XDG_CONFIG_HOME: undefined, XDG_DATA_HOME: undefined, XDG_CACHE_HOME: undefined };

test.each([
  {
    platform: 'linux',
    env: {},
    profiles: '.config/cloudlink/profiles.json',
    tokens: '.local/share/cloudlink/tokens',
    cache: '.cache/cloudlink/names.json',
  },
  {
    platform: 'darwin',
    env: {},
    profiles: 'Library/Preferences/cloudlink/profiles.json',
    tokens: 'Library/Application Support/cloudlink/tokens',
    cache: 'Library/Caches/cloudlink/names.json',
  },
  {
    platform: 'win32',
    env: { APPDATA: 'AppData/Roaming', LOCALAPPDATA: 'AppData/Local' },
    profiles: 'AppData/Roaming/cloudlink/Config/profiles.json',
    tokens: 'AppData/Local/cloudlink/Data/tokens',
    cache: 'AppData/Local/cloudlink/Cache/names.json',
  },
])('$platform', async ({ platform, env, profiles, tokens, cache }) => {
  await using at = await place();
  const inject = `data:text/javascript,Object.defineProperty(process,'platform',{value:'${platform}'})`;
  const home = join(at.folder, 'user');
  const folders = Object.fromEntries(Object.entries(env).map(([name, path]) => [name, join(home, path)]));
  const here = { ...WITHOUT_XDG, ...folders, HOME: home, NODE_OPTIONS: `--import="${inject}"` };
  const login = await at.cloudlink(['login'], { env: here });
  expect(login.code, login.stderr).toBe(0);
  const complete = () => at.cloudlink(['complete', '--', 'machines', 'get', ''], { env: here });
  // A machine that is busy may be too late for the first Tab, as for a person.
  await expect.poll(complete).toMatchObject({ code: 0, stdout: expect.stringContaining('db01') });
  for (const path of [profiles, tokens, cache]) expect(existsSync(join(home, path)), path).toBe(true);
});
