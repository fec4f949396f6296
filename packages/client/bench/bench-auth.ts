/**
 * `pnpm bench:auth [--rounds 60] [--client ours]`: token requests in a stampede beside the peers, and the cost of the middleware.
 *
 * Fails only when our own counts are past their limits; times are printed beside their goals.
 *
 * @module
 */
import { parseArgs } from 'node:util';
import { CLIENTS } from './auth/clients.ts';
import { measureCost } from './auth/cost.ts';
import { errorsOf, runScenario, SCENARIOS } from './auth/scenarios.ts';

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
const failures: string[] = [];

console.log('Token requests, and calls that failed. Limits are for ours, with no failed call.\n');
printRow('', 'limit', names);
for (const scenario of SCENARIOS) {
  const cells: string[] = [];
  for (const name of names) {
    const { tokenRequests, failed } = await runScenario(scenario, name);
    cells.push(failed ? `${tokenRequests} (${failed} failed)` : String(tokenRequests));
    if (name === 'ours' && (tokenRequests > scenario.limit || failed)) {
      failures.push(`${scenario.name}: ${tokenRequests} token requests, ${failed} failed calls`);
    }
  }
  printRow(scenario.name, String(scenario.limit), cells);
}

const leaks: string[] = [];
for (const name of names) {
  const leaked = (await errorsOf(name, CANARY)).includes(CANARY);
  leaks.push(leaked ? 'yes' : 'no');
  if (leaked && name === 'ours') failures.push('an error shows the secret');
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
if (cost.clones > 0) failures.push(`${cost.clones} clones of requests`);

for (const failure of failures) console.error(`Past its limit: ${failure}`);
process.exit(failures.length === 0 ? 0 : 1);

function printRow(name: string, limit: string, cells: readonly string[]): void {
  console.log(name.padEnd(44) + limit.padEnd(7) + cells.map((cell) => cell.padEnd(width)).join(''));
}
