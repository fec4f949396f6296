import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';

test('importing the package and creating a client touches nothing global', () => {
  const program = `
    // Node loads its fetch with the first use of it, and keeps its dispatcher under these symbols.
    void globalThis.Request;
    const look = () => [globalThis.fetch, ...[1, 2].map((n) => globalThis[Symbol.for('undici.globalDispatcher.' + n)])];
    const keys = new Set(Reflect.ownKeys(globalThis));
    const before = look();
    const { clientCredentials, createCloudLink } = await import('@cloudlink-center/client');
    createCloudLink({ baseUrl: 'https://clc.example.com', auth: clientCredentials({ clientId: 'a', clientSecret: 'b' }) });
    const after = look();
    const added = Reflect.ownKeys(globalThis).filter((key) => !keys.has(key)).map(String);
    console.log(JSON.stringify({ added, same: before.every((value, index) => value === after[index]) }));
  `;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
    cwd: new URL('..', import.meta.url),
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  expect(JSON.parse(stdout)).toEqual({ added: [], same: true });
});
