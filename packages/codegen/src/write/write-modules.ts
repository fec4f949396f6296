/**
 * Writes all modules of a document: types, operation table and named methods, as text by file name.
 *
 * @module
 */
import type { OpenApiDocument } from '../document/openapi-document.ts';
import { callTypes } from './call-inputs.ts';
import { type GoneMethod, namedMethods } from './named-methods.ts';
import { operationTable } from './operation-table.ts';
import { pathTypes } from './path-types.ts';
import { callTraits, methodTable } from './run-time-tables.ts';
import { schemaAliases } from './schema-aliases.ts';
import type { Targets } from './targets.ts';

export type ModuleName =
  'paths.ts' | 'schemas.ts' | 'operations.ts' | 'inputs.ts' | 'groups.ts' | 'methods.ts' | 'call-traits.ts';

export function writeModules(
  document: OpenApiDocument,
  targets: Targets,
  gone: readonly GoneMethod[] = [],
): Record<ModuleName, string> {
  return {
    'paths.ts': pathTypes(document, targets),
    'schemas.ts': schemaAliases(document, targets),
    'operations.ts': operationTable(document, targets),
    'inputs.ts': callTypes(document, targets),
    'groups.ts': namedMethods(document, targets, gone),
    'methods.ts': methodTable(document, targets),
    'call-traits.ts': callTraits(document, targets),
  };
}
