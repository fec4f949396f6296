#!/usr/bin/env node
/**
 * The command `cloudlink`. Prints the version without loading anything else.
 *
 * @module
 */
import { createRequire, enableCompileCache } from 'node:module';

const words = process.argv.slice(2);
if (words.length === 1 && (words[0] === '--version' || words[0] === '-V')) {
  // The file is one folder up, both in `src` and in `dist`.
  const { version } = createRequire(import.meta.url)('../package.json') as { version: string };
  process.stdout.write(`${version}\n`);
} else {
  // Bun has no compile cache.
  (enableCompileCache as typeof enableCompileCache | undefined)?.();
  const { runProcess } = await import('./process.ts');
  await runProcess(words);
}
