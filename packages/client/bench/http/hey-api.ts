/**
 * hey-api's client is source that it generates into the caller's project: written here before it is measured.
 *
 * @module
 */
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const folder = fileURLToPath(new URL('../.generated/http/hey-api', import.meta.url));

export async function generateHeyApi(): Promise<void> {
  const document = createRequire(import.meta.url).resolve('@cloudlink-center/spec/openapi.json');
  const program = join(fileURLToPath(new URL('../node_modules/.bin', import.meta.url)), 'openapi-ts');
  const args = ['--input', document, '--output', folder, '--client', '@hey-api/client-fetch'];
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`openapi-ts failed:\n${stdout}\n${stderr}`);
  // Its imports end in .js, which Node does not find beside TypeScript.
  await build({
    entryPoints: [`${folder}/client/index.ts`],
    outfile: `${folder}/client.mjs`,
    bundle: true,
    format: 'esm',
    platform: 'node',
  });
}
