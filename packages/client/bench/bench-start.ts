/**
 * `pnpm bench:start [--rounds 15]`: what importing the package and creating a client adds to an empty
 * process, compared with other clients. `bench:http` measures the first call.
 *
 * @module
 */
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { finish } from './figures.ts';
import { quartiles, spread, table } from './statistics.ts';

const GOAL_MS = 40;
const OURS = 'ours';
const PROGRAMS: Readonly<Record<string, string>> = {
  'an empty process': '',
  [OURS]: `import { clientCredentials, createCloudLink } from '@cloudlink-center/client';
    createCloudLink({ baseUrl: 'https://clc.example.com', auth: clientCredentials({ clientId: 'robot', clientSecret: 'made-up' }) });`,
  'openapi-fetch': `import createClient from 'openapi-fetch'; createClient({ baseUrl: 'https://clc.example.com' });`,
  undici: `import { Agent } from 'undici'; new Agent();`,
  ky: `import ky from 'ky'; ky.create();`,
  axios: `import axios from 'axios'; axios.create();`,
  got: `import got from 'got'; got.extend();`,
};
const { values } = parseArgs({ options: { rounds: { type: 'string', default: '15' } } });

const times = new Map<string, number[]>();
for (let round = 0; round < Number(values.rounds); round += 1) {
  const empty = milliseconds('');
  for (const [name, program] of Object.entries(PROGRAMS)) {
    const over = program === '' ? empty : milliseconds(program) - empty;
    times.set(name, [...(times.get(name) ?? []), over]);
  }
}
console.log('Milliseconds over an empty process: median (quartiles)\n');
console.log(
  table(
    ['program', 'ms'],
    [...times].map(([name, list]) => [name, spread(quartiles(list), 1)]),
  ),
);
const value = quartiles(times.get(OURS) ?? []).median;
finish([{ what: 'start: import and create, over an empty process', value, unit: 'ms', goal: GOAL_MS }]);

function milliseconds(program: string): number {
  const began = performance.now();
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
    cwd: import.meta.dirname,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  return performance.now() - began;
}
