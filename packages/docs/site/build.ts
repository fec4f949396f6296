/**
 * `pnpm run docs` builds the site and serves it; `pnpm docs:build` only builds it, into packages/docs/dist.
 * Options: `--serve`, `--port 4321`, `--no-api`.
 *
 * @module
 */
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'astro';
import { writeApiReference } from './api-reference.ts';
import { serveSite } from './serve.ts';
import { writePages } from './write-pages.ts';

const { values } = parseArgs({
  options: {
    serve: { type: 'boolean', default: false },
    port: { type: 'string', default: '0' },
    'no-api': { type: 'boolean', default: false },
  },
});
process.env['ASTRO_TELEMETRY_DISABLED'] = '1';
const began = performance.now();
const seconds = (): string => `${((performance.now() - began) / 1000).toFixed(1)} s`;
const root = fileURLToPath(new URL('..', import.meta.url));
const content = new URL('../src/content/docs/', import.meta.url);
const base = process.env['SITE_BASE'] ?? '/';

console.log(`${writePages(content, base)} pages of operations, groups and jobs after ${seconds()}`);
if (!values['no-api'])
  console.log(`${await writeApiReference(content, base)} pages of the API after ${seconds()}`);
await build({ root, logLevel: 'error' });
console.log(`The site is built after ${seconds()}`);
if (values.serve) console.log((await serveSite(`${root}dist`, Number(values.port))).origin);
