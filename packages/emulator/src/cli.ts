#!/usr/bin/env node
/**
 * The command `cloudlink-emulator`: reads the arguments and loads what they ask for.
 *
 * @module
 */
import { enableCompileCache } from 'node:module';

// Half of the start is compiling what does not change.
enableCompileCache?.();
const { main } = await import('./cli/main.ts');
await main(process.argv.slice(2));
