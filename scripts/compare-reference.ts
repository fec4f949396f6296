/**
 * Compares the bundled specification with facts from elsewhere: `node scripts/compare-reference.ts <folder>`,
 * where the folder contains operations.json and models.json. Deliberate differences are listed in
 * specs/deviations.json; a stale entry is an error too.
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compareOperations } from './reference/compare-operations.ts';
import type { Deviation, Difference, ReferenceModel, ReferenceOperation } from './reference/facts.ts';
import type { OpenApiDocument } from '../packages/codegen/src/document/openapi-document.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = process.argv[2];
if (folder === undefined) {
  console.error('Usage: node scripts/compare-reference.ts <folder with operations.json and models.json>');
  process.exit(2);
}

// The types are not checked: a wrong shape results in differences.
const read = (...path: string[]): unknown => JSON.parse(readFileSync(join(...path), 'utf8'));
const document = read(root, 'packages/spec/openapi.json') as OpenApiDocument;
const operations = read(folder, 'operations.json') as ReferenceOperation[];
const models = read(folder, 'models.json') as ReferenceModel[];
const deviations = read(root, 'specs/deviations.json') as Deviation[];

const differences = compareOperations(document, operations, models);
const key = ({ operation, what }: Difference): string => `${operation}: ${what}`;
const matches = deviations.map(matcherOf);
const unexplained = differences.filter((difference) => !matches.some((isMatch) => isMatch(difference)));
const stale = deviations.filter(
  (_, index) => !differences.some((difference) => matches[index]?.(difference)),
);

for (const difference of unexplained) console.error(`differs: ${key(difference)}`);
for (const deviation of stale) console.error(`stale entry in specs/deviations.json: ${key(deviation)}`);
console.log(
  `${operations.length} operations and ${models.length} models compared: ${differences.length} differences, ` +
    `${unexplained.length} of them without a reason, ${stale.length} stale entries.`,
);
process.exit(unexplained.length + stale.length === 0 ? 0 : 1);

function matcherOf(deviation: Deviation): (difference: Difference) => boolean {
  if (deviation.operation !== '*') return (difference) => key(difference) === key(deviation);
  const what = new RegExp(
    `^${deviation.what.replace(/[.*+?^${}()|[\]\\]/g, (sign) => (sign === '*' ? '\\S+' : `\\${sign}`))}$`,
  );
  return (difference) => what.test(difference.what);
}
