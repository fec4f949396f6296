/**
 * Reads an API description: text, document, its references, and whether its parts have the types that they must have.
 *
 * @module
 */
import type { JsonObject } from '../document/json.ts';
import { checkShape } from './check-shape.ts';
import { parseText } from './parse-text.ts';
import { readSource, type SourceOptions, type SourceText } from './read-source.ts';
import { bundleReferences } from './references.ts';

export interface Description {
  /** OpenAPI 3.0, 3.1 or Swagger 2.0, with references to itself only. */
  readonly document: JsonObject;
  readonly source: SourceText;
}

/**
 * @param from - A file, or an https address.
 * @throws CodegenError that names the file and, where there is one, the line.
 */
export async function readDescription(from: string, options: SourceOptions = {}): Promise<Description> {
  return describe(await readSource(from, options), options);
}

/** The same for a text that is there already. */
export async function describe(source: SourceText, options: SourceOptions = {}): Promise<Description> {
  const document = parseText(source.text, source.location);
  checkShape(document, source);
  const bundled = await bundleReferences(document, source, options);
  if (bundled !== document) checkShape(bundled, { ...source, text: '' });
  return { document: bundled, source };
}
