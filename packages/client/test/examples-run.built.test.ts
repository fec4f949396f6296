/** Every example runs to its end against its own emulator, and does nothing irreversible to a real Center. */
import { fileURLToPath } from 'node:url';
import { type Ended, runNode } from '@cloudlink-center/testing/run-program';
import { expect, test } from 'vitest';
import { spans } from '../examples/opentelemetry.ts';
import { clientCredentials, createCloudLink } from '../src/index.ts';
import { json, scriptedCenter } from './scripted-center.ts';

function run(example: string, args: string[] = [], env: Record<string, string> = {}): Promise<Ended> {
  const file = fileURLToPath(new URL(`../examples/${example}`, import.meta.url));
  return runNode([file, ...args], { env });
}

test.each([
  ['first-setup.ts', /The Center is set up: \{.*auto: true/s],
  ['join-cluster.ts', /clc1 .*\(this one\)/],
  ['encrypt-powerflex-devices.ts', /app02 \/dev\/sdc is now \/dev\/mapper\/svm_sdc/],
  ['least-privilege.ts', /It may not: machines\.shred, users\.list/],
  ['kmip-client.ts', /vcenter2\.zip/],
  ['backup.ts', /clc1-\d+\.bak: \d+ bytes/],
  ['events-to-siem.ts', /"name":"Add group"/],
  ['upload-licence.ts', /In effect: \{.*assigned: true/s],
  ['two-nodes.ts', /From https.* to https.*: unreachable\n5 machines, although/],
])('%s runs', async (example, output) => {
  const { code, stdout, stderr } = await run(example);
  expect(stderr).toBe('');
  expect(stdout).toMatch(output);
  expect(code).toBe(0);
});

test.each(['first-setup.ts', 'join-cluster.ts', 'encrypt-powerflex-devices.ts'])(
  '%s does nothing to a real Center without --yes',
  async (example) => {
    await using server = await scriptedCenter();
    const env = { CLOUDLINK_CLIENT_SECRET: 'correct horse battery staple' };
    const { code, stderr } = await run(example, ['--address', server.url], env);
    expect(code).not.toBe(0);
    expect(stderr).toContain('--yes');
    expect([server.requests, server.tokenRequests]).toEqual([[], 0]);
  },
);

test('the spans of a retried call', async () => {
  await using server = await scriptedCenter();
  const ended: object[] = [];
  const tracer = {
    startSpan(name: string, { attributes }: { attributes: Record<string, string | number> }) {
      const span = { name, ...attributes, isError: false };
      return {
        setAttribute: (key: string, value: string | number) => Object.assign(span, { [key]: value }),
        setStatus: () => (span.isError = true),
        end: () => void ended.push(span),
      };
    },
  };
  await using center = createCloudLink({
    baseUrl: server.url,
    auth: clientCredentials({ clientId: 'automation', clientSecret: 'correct horse battery staple' }),
    hooks: spans(tracer),
  });
  server.script(json(503, {}, { 'Retry-After': '0' }), json(200, { uuid: 'u' }));
  await center.machines.get({ path: { uuid: 'u' } });
  const common = { name: 'GET /securevm/{uuid}', 'cloudlink.operation': 'machines.get' };
  expect(ended).toMatchObject([
    { ...common, 'http.response.status_code': 503, 'error.type': 'server_error', isError: true },
    { ...common, 'http.response.status_code': 200, 'http.request.resend_count': 1, isError: false },
  ]);
});
