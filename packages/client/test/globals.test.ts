import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';

test('importing the package, creating a client and calling with it touches nothing global', () => {
  const program = `
    // Node loads its fetch with the first use of it, and keeps its dispatcher under these symbols.
    void globalThis.Request;
    const look = () => [globalThis.fetch, ...[1, 2].map((n) => globalThis[Symbol.for('undici.globalDispatcher.' + n)])];
    const keys = new Set(Reflect.ownKeys(globalThis));
    const before = look();
    const { clientCredentials, createCloudLink } = await import('@cloudlink-center/client');
    // Nobody listens there.
    const center = createCloudLink({ baseUrl: 'https://127.0.0.1:1', retry: 0, auth: clientCredentials({ clientId: 'robot', clientSecret: 'made-up' }) });
    const { code } = await center.machines.list().catch((error) => error);
    await center.close();
    const after = look();
    const added = Reflect.ownKeys(globalThis).filter((key) => !keys.has(key)).map(String);
    console.log(JSON.stringify({ code, added, same: before.every((value, index) => value === after[index]) }));
  `;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
    cwd: new URL('..', import.meta.url),
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  expect(JSON.parse(stdout)).toEqual({ code: 'unreachable', added: [], same: true });
});
