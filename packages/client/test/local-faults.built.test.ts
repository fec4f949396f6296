/**
 * A module that cannot be loaded, as in a bundle that omits it, is reported at once, and never as a failure
 * of the network. The test starts processes that load the build.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { encoded } from './hostile-bodies.ts';
import { scriptedCenter } from './scripted-center.ts';

async function outcomeWithout(missing: string, baseUrl: string): Promise<unknown> {
  const child = fork(join(import.meta.dirname, 'faults', 'without-module.mjs'), [missing, baseUrl]);
  const [outcome] = (await once(child, 'message')) as unknown[];
  child.kill();
  return outcome;
}

test('the module of the connections is missing', async () => {
  await using server = await scriptedCenter();
  const told = expect.stringMatching(
    /^(Type)?Error: .*Dynamic require of "lib\/dispatcher\/agent\.js" is not supported/,
  );
  const outcome = await outcomeWithout('lib/dispatcher/agent.js', server.url);
  expect(outcome).toEqual({ failures: [told, told, told], retries: 0 });
  expect(server.tokenRequests).toBe(0);
});

test('the module that decodes responses is missing', async () => {
  await using server = await scriptedCenter();
  server.script(encoded('gzip', gzipSync('[]')));
  const told = expect.stringMatching(/^Error: .*Dynamic require of "decode-stages" is not supported/);
  const outcome = await outcomeWithout('decode-stages', server.url);
  expect(outcome).toEqual({ failures: [told, told, told], retries: 0 });
});

test('without the module that explains certificates, the failure itself is reported', async () => {
  await using server = await scriptedCenter();
  await server.close();
  const told = expect.stringMatching(/Dynamic require of "certificate-error" is not supported/);
  expect(await outcomeWithout('certificate-error', server.url)).toMatchObject({
    failures: [told, told, told],
  });
});

test('without the table of operations, the failure itself is reported', async () => {
  await using server = await scriptedCenter();
  server.script((_request, response) => response.writeHead(403).end('{}'));
  const told = expect.stringMatching(/^CloudLinkError: forbidden/);
  const outcome = await outcomeWithout('spec/operations', server.url);
  expect(outcome).toMatchObject({ failures: [told, 'none', told] });
});

test.each([
  [403, /^CloudLinkError: forbidden GET \/securevm returned 403\./],
  [200, /^CloudLinkError: malformed_response GET \/securevm returned 200\./],
])('without the module that explains responses, a %i is reported by its status', async (status, message) => {
  await using server = await scriptedCenter();
  server.script((_request, response) => response.writeHead(status).end('{'));
  const told = expect.stringMatching(message);
  const outcome = await outcomeWithout('failure-answer', server.url);
  expect(outcome).toMatchObject({ failures: [told, expect.any(String), told], retries: 0 });
});
