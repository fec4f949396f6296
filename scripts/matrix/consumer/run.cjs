/**
 * As run.mjs, with `require()` of ES modules. Part of `pnpm test:matrix`.
 *
 * @module
 */
const client = require('@cloudlink-center/client');
const { runJob } = require('./job.js');
const { main } = require('./run-main.js');

void main(process.argv.slice(2), (facts, trust) => runJob(client, facts, trust));
