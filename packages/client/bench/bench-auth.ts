/**
 * `pnpm bench:auth [--rounds 60] [--client ours]`: token requests in a stampede beside the peers, and the
 * cost of the middleware.
 *
 * Fails only when our own counts are past their limits; times are printed beside their goals.
 *
 * @module
 */
import { parseArgs } from 'node:util';
import { CLIENTS } from './auth/clients.ts';
import { measureCost } from './auth/cost.ts';
import { errorsOf, runScenario, SCENARIOS } from './auth/scenarios.ts';
import { type Figure, finish } from './figures.ts';

const GOAL_MICROSECONDS = 3;
const CANARY = 'c4n4ry-s3cret';
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '60' },
    client: { type: 'string', multiple: true, default: Object.keys(CLIENTS) },
  },
});
const names = Object.keys(CLIENTS).filter((name) => values.client.includes(name));
const width = Math.max(...names.map(({ length }) => length)) + 2;
const figures: Figure[] = [];

console.log('Token requests, and calls that failed. Limits are for ours, with no failed call.\n');
printRow('', 'limit', names);
for (const scenario of SCENARIOS) {
  const cells: string[] = [];
  for (const name of names) {
    const { tokenRequests, failed } = await runScenario(scenario, name);
    cells.push(failed ? `${tokenRequests} (${failed} failed)` : String(tokenRequests));
    if (name !== 'ours') continue;
    const what = `sign-in: ${scenario.name}`;
    figures.push({ what, value: tokenRequests, unit: 'token requests', limit: scenario.limit });
    figures.push({ what, value: failed, unit: 'failed calls', limit: 0 });
  }
  printRow(scenario.name, String(scenario.limit), cells);
}

const leaks: string[] = [];
for (const name of names) {
  const leaked = (await errorsOf(name, CANARY)).includes(CANARY);
  leaks.push(leaked ? 'yes' : 'no');
  if (name === 'ours')
    figures.push({ what: 'sign-in: errors that show the secret', value: Number(leaked), unit: '', limit: 0 });
}
printRow('an error shows the secret', 'no', leaks);

const cost = await measureCost(Number(values.rounds));
console.log(`
A GET with a cached token, in microseconds of CPU (median of ${values.rounds} rounds of 2,000 calls):
  openapi-fetch alone                  ${cost.bare.toFixed(2)}
  with a middleware that does nothing  ${cost.noop.toFixed(2)}
  with bearerAuth                      ${cost.withAuth.toFixed(2)}
  bearerAuth over alone                ${cost.over.toFixed(2)} (goal: at most ${GOAL_MICROSECONDS})
  clones of requests                   ${cost.clones} (limit: 0)`);
figures.push({
  what: 'sign-in: bearerAuth, of a GET',
  value: cost.over,
  unit: 'us',
  goal: GOAL_MICROSECONDS,
});
figures.push({ what: 'sign-in: clones of requests', value: cost.clones, unit: '', limit: 0 });
finish(figures);

function printRow(name: string, limit: string, cells: readonly string[]): void {
  console.log(name.padEnd(44) + limit.padEnd(7) + cells.map((cell) => cell.padEnd(width)).join(''));
}
