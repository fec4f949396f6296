/**
 * Generates types, operation table and methods from a description: repair, convert, join with the knowledge
 * of this SDK, write. `read/` reads the description; the caller writes the files.
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

/** The result of {@link generate}. */
export interface Generated {
  /** Text by file name, such as `index.ts`. */
  readonly files: Readonly<Record<string, string>>;
  /** Faults of the description that were repaired. */
  readonly repairs: readonly Repair[];
  /** Differences from the specification of this SDK. */
  readonly changes: readonly Change[];
  /** Number of operations in the result. */
  readonly operations: number;
}

/**
 * Generates types, operation table and methods for the Center of a description. Writes nothing to disk.
 *
 * @example
 *
 * ```ts
 * import { readFile } from 'node:fs/promises';
 * import { fileURLToPath } from 'node:url';
 * import { generate, readDescription } from '@cloudlink-center/codegen';
 *
 * const specification = fileURLToPath(import.meta.resolve('@cloudlink-center/spec/openapi.json'));
 * const knowledge = JSON.parse(await readFile(specification, 'utf8'));
 * const { files, operations } = generate(await readDescription('description.json'), knowledge);
 * console.log(operations, Object.keys(files));
 * ```
 *
 * @param knowledge - The bundled specification of this SDK, the content of
 *   `@cloudlink-center/spec/openapi.json`.
 * @throws CodegenError `invalid` if the description cannot be used.
 */
export function generate({ document, source }: Description, knowledge: OpenApiDocument): Generated {
  const { document: joined, changes, gone, repairs } = withKnowledge({ document, source }, knowledge);
  return explained(source.location, () => {
    const modules = writeModules(joined, OWN_FOLDER, gone);
    const files: Record<string, string> = {
      // openapi-typescript has formatted it already.
      'paths.ts': modules['paths.ts'],
      'openapi.json': `${JSON.stringify(joined, undefined, 2)}\n`,
    };
    for (const name of ['schemas.ts', 'operations.ts', 'inputs.ts', 'groups.ts'] as const)
      files[name] = printed(modules[name]);
    files['index.ts'] = printed(indexModule(joined, OWN_FOLDER));
    return { files, repairs, changes, operations: listOperations(joined, { hidden: false }).length };
  });
}

/** Repairs and converts a description, and joins it with the knowledge of this SDK. */
export function withKnowledge(
  { document, source }: Description,
  knowledge: OpenApiDocument,
): Joined & { readonly repairs: readonly Repair[] } {
  return explained(source.location, () => {
    const { document: mended, repairs } = repair(document);
    return { ...join(convert(mended), knowledge), repairs };
  });
}

/** Turns any unexpected error of a step into a CodegenError, so that users see a message and no stack trace. */
export function explained<T>(source: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (isCodegenError(error)) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new CodegenError('invalid', `The description cannot be used: ${reason}`, {
      source,
      line: 1,
      cause: error,
    });
  }
}
