import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';

test('importing the package and creating a client touches nothing global', () => {
  const program = `
    const before = new Set(Reflect.ownKeys(globalThis));
    const fetch = globalThis.fetch;
    const { clientCredentials, createCloudLink } = await import('@cloudlink-center/client');
    createCloudLink({ baseUrl: 'https://clc.example.com', auth: clientCredentials({ clientId: 'a', clientSecret: 'b' }) });
    const added = Reflect.ownKeys(globalThis).filter((key) => !before.has(key)).map(String);
    console.log(JSON.stringify({ added, sameFetch: fetch === globalThis.fetch }));
  `;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
    cwd: new URL('..', import.meta.url),
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  expect(JSON.parse(stdout)).toEqual({ added: [], sameFetch: true });
});
