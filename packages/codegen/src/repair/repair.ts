/**
 * Mends the faults that descriptions of appliances are known to have, one after the other, and tells each.
 *
 * @module
 */
import { type JsonObject, recordOf } from '../document/json.ts';
import { repairBasePath } from './base-path.ts';
import { repairFiles } from './files.ts';
import { repairMediaTypes } from './media-types.ts';
import { repairModels } from './models.ts';
import { repairNames } from './names.ts';
import { repairOperations } from './operations.ts';
import { repairPaths } from './paths.ts';
import type { Repair } from './repairs.ts';

const STEPS = [
  repairBasePath,
  repairNames,
  repairModels,
  repairPaths,
  repairOperations,
  repairFiles,
  repairMediaTypes,
];

/** A mended copy, and what was mended. */
export function repair(description: JsonObject): { document: JsonObject; repairs: Repair[] } {
  // Not a clone: aliases of YAML share values, which are mended one by one.
  const document = recordOf(JSON.parse(JSON.stringify(description)));
  const repairs: Repair[] = [];
  const told = new Set<string>();
  for (const step of STEPS) {
    step(document, (at, what) => {
      if (told.has(`${at} ${what}`)) return;
      told.add(`${at} ${what}`);
      repairs.push({ at, what });
    });
  }
  return { document, repairs };
}
