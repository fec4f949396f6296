/**
 * Runs the job on Node, Bun and Deno with `import`: `run.mjs <facts.json> <trust>`. Prints one line of JSON.
 * Part of `pnpm test:matrix`.
 *
 * @module
 */
import process from 'node:process';
import * as client from '@cloudlink-center/client';
import { runJob } from './job.js';
import { main } from './run-main.js';

void main(process.argv.slice(2), (facts, trust) => runJob(client, facts, trust));
