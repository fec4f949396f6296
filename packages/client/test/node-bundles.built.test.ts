/**
 * Programs for Node in one file, as a function in a cloud is shipped: nothing else can be found where it
 * runs. The matrix tries more bundlers.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { makeCertificate } from '@cloudlink-center/testing/certificates';
import { runNode } from '@cloudlink-center/testing/run-program';
import { tlsCenter } from '@cloudlink-center/testing/tls-center';

const own = await makeCertificate();
const PROGRAM = `
  import { clientCredentials, createCloudLink } from '@cloudlink-center/client';
  export async function handler(baseUrl, fingerprint256) {
    const auth = clientCredentials({ clientId: 'robot', clientSecret: 'made-up' });
    const center = createCloudLink({ baseUrl, auth, retry: 0, tls: { fingerprint256 } });
    center.openapiFetch.use({ onRequest: () => undefined });
    return (await center.machines.list()).length;
  }
`;

test.each([
  ['esm', 'mjs'],
  ['cjs', 'cjs'],
] as const)('esbuild makes a program that works, %s', async (format, ending) => {
  const folder = mkdtempSync(join(tmpdir(), 'cloudlink-bundle-'));
  try {
    const outfile = join(folder, `handler.${ending}`);
    const { warnings } = await build({
      stdin: { contents: PROGRAM, resolveDir: import.meta.dirname },
      bundle: true,
      platform: 'node',
      format,
      outfile,
    });
    expect(warnings).toEqual([]);
    await using server = await tlsCenter(own);
    const host = `import('./handler.${ending}').then(({ handler }) => handler(...process.argv.slice(1))).then(console.log, console.error)`;
    const { stdout, stderr } = await runNode(['-e', host, server.url, own.fingerprint256], { cwd: folder });
    expect(stderr + stdout.trim()).toBe('0');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
