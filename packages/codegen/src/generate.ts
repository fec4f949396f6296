/**
 * From a description to a folder of types, table and methods, step by step: repair, convert, join with what this SDK knows,
 * write. Reading comes before (`read/`); where the folder lies is the caller's business.
 *
 * @module
 */
import { convert } from './convert/convert.ts';
import { listOperations, type OpenApiDocument } from './document/openapi-document.ts';
import { CodegenError, isCodegenError } from './errors.ts';
import type { Change } from './join/changes.ts';
import { join, type Joined } from './join/join.ts';
import type { Description } from './read/read-description.ts';
import { repair } from './repair/repair.ts';
import type { Repair } from './repair/repairs.ts';
import { indexModule } from './write/index-module.ts';
import { printed } from './write/print.ts';
import { OWN_FOLDER } from './write/targets.ts';
import { writeModules } from './write/write-modules.ts';

/** What `generate` makes. */
export interface Generated {
  /** Text by file name. */
  readonly files: Readonly<Record<string, string>>;
  readonly repairs: readonly Repair[];
  readonly changes: readonly Change[];
  /** Operations in the result. */
  readonly operations: number;
}

/**
 * Generates types, table and methods for the Center that a description describes.
 *
 * @param knowledge - The bundled specification of this SDK, `@cloudlink-center/spec/openapi.json`.
 * @throws CodegenError `invalid` when the description cannot be used.
 */
export function generate({ document, source }: Description, knowledge: OpenApiDocument): Generated {
  const { document: joined, changes, gone, repairs } = withKnowledge({ document, source }, knowledge);
  return explained(source.location, () => {
    const modules = writeModules(joined, OWN_FOLDER, gone);
    const files: Record<string, string> = {
      // openapi-typescript has laid it out already.
      'paths.ts': modules['paths.ts'],
      'openapi.json': `${JSON.stringify(joined, undefined, 2)}\n`,
    };
    for (const name of ['schemas.ts', 'operations.ts', 'inputs.ts', 'groups.ts'] as const)
      files[name] = printed(modules[name]);
    files['index.ts'] = printed(indexModule(joined, OWN_FOLDER));
    return { files, repairs, changes, operations: listOperations(joined, { hidden: false }).length };
  });
}

/** A description in the words of this SDK: repaired, converted and joined. */
export function withKnowledge(
  { document, source }: Description,
  knowledge: OpenApiDocument,
): Joined & { readonly repairs: readonly Repair[] } {
  return explained(source.location, () => {
    const { document: mended, repairs } = repair(document);
    return { ...join(convert(mended), knowledge), repairs };
  });
}

/** Whatever a step did not expect is a fault of the description or of this package: a clear error, and no stack, either way. */
export function explained<T>(source: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (isCodegenError(error)) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new CodegenError('invalid', `It cannot be used: ${reason}`, { source, line: 1, cause: error });
  }
}
