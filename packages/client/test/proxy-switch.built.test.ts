/**
 * Node's own switch for proxies is read when a process starts, so processes of the test's own use the built
 * package.
 */
import { expect, test } from 'vitest';
import { makeCertificate } from '@cloudlink-center/testing/certificates';
import { proxyServer } from '@cloudlink-center/testing/proxy-server';
import { runNode } from '@cloudlink-center/testing/run-program';
import { tlsCenter } from '@cloudlink-center/testing/tls-center';

const own = await makeCertificate();

const program = `
  import { clientCredentials, createCloudLink } from '@cloudlink-center/client';
  const [baseUrl, fingerprint256] = process.argv.slice(1);
  const auth = clientCredentials({ clientId: 'robot', clientSecret: 'made-up' });
  const center = createCloudLink({ baseUrl, auth, retry: 0, tls: { fingerprint256 } });
  console.log(await center.machines.list().then(() => 'works', ({ code, message }) => code + ': ' + message));
  await center.close();
`;

test.each([
  ['NODE_USE_ENV_PROXY=1', [], { NODE_USE_ENV_PROXY: '1' }, 'proxy'],
  ['--use-env-proxy', ['--use-env-proxy'], {}, 'proxy'],
  ['the switch and NO_PROXY', ['--use-env-proxy'], { NO_PROXY: '127.0.0.1' }, 'direct'],
  ['no switch', [], {}, 'direct'],
])('the environment is used as Node uses it: %s', async (_, args, environment, way) => {
  await using proxy = await proxyServer();
  await using server = await tlsCenter(own);
  const flags = [...args, '--input-type=module', '-e', program];
  const { stdout } = await runNode([...flags, server.url, own.fingerprint256], {
    cwd: new URL('..', import.meta.url),
    env: { HTTPS_PROXY: proxy.url, ...environment },
  });
  expect(stdout.trim()).toBe('works');
  expect(proxy.asked().length > 0 ? 'proxy' : 'direct').toBe(way);
});
