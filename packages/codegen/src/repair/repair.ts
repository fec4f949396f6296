/**
 * Repairs the known faults of appliances' descriptions one after the other, and reports each.
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

/** Returns a repaired copy and the list of repairs. */
export function repair(description: JsonObject): { document: JsonObject; repairs: Repair[] } {
  // structuredClone would keep values that YAML aliases share, but each is repaired separately.
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
