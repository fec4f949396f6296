/**
 * Bundles an entry of the consumer with one of the bundlers. Part of `pnpm test:matrix`.
 *
 * @module
 */
import { join } from 'node:path';
import type { Consumer } from './consumer.ts';
import { cleanEnvironment, runProgram } from './run-program.ts';
import type { BUNDLERS } from './versions.ts';

export type Bundler = keyof typeof BUNDLERS;
/** `workerd` only with esbuild, which is what its own tool bundles with. */
export type Target = 'node-esm' | 'node-cjs' | 'browser' | 'workerd';

/** Resolves to the path of the bundle. */
export async function bundle(
  { app, tools }: Consumer,
  bundler: Bundler,
  target: Target,
  entry: string,
): Promise<string> {
  const ending = target === 'node-cjs' ? 'cjs' : 'mjs';
  const output = join(app, 'bundles', `${bundler}-${target}.${ending}`);
  await runProgram([process.execPath, join(tools, 'bundle.mjs'), bundler, target, join(app, entry), output], {
    cwd: tools,
    env: cleanEnvironment(),
  });
  return output;
}
