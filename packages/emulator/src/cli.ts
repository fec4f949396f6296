#!/usr/bin/env node
/**
 * The command `cloudlink-emulator`: sets up V8, and loads the rest.
 *
 * @module
 */
import { enableCompileCache } from 'node:module';
import { setFlagsFromString } from 'node:v8';

// Compiling what does not change is half of the start.
enableCompileCache?.();
// Else V8 makes room for what lives as long as a request until that takes 100 MB; at the same speed.
setFlagsFromString('--semi-space-growth-factor=1');
const { main } = await import('./cli/main.ts');
await main(process.argv.slice(2));
