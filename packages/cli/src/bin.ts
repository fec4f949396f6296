#!/usr/bin/env node
/**
 * The command `cloudlink`. The version is answered before anything is loaded.
 *
 * @module
 */
import { createRequire, enableCompileCache } from 'node:module';

const words = process.argv.slice(2);
if (words.length === 1 && (words[0] === '--version' || words[0] === '-V')) {
  // The file lies one folder up, in the sources and when it is built.
  const { version } = createRequire(import.meta.url)('../package.json') as { version: string };
  process.stdout.write(`${version}\n`);
} else {
  // Bun has no such cache.
  (enableCompileCache as typeof enableCompileCache | undefined)?.();
  const { runProcess } = await import('./process.ts');
  await runProcess(words);
}
