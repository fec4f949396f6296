/**
 * Reads an API description: fetches and parses the text, resolves its references, and checks the types of its
 * parts.
 *
 * @module
 */
import type { JsonObject } from '../document/json.ts';
import { checkShape } from './check-shape.ts';
import { parseText } from './parse-text.ts';
import { readSource, type SourceOptions, type SourceText } from './read-source.ts';
import { bundleReferences } from './references.ts';

/** An API description that was read and checked. */
export interface Description {
  /** OpenAPI 3.0, 3.1 or Swagger 2.0, without references to other files. */
  readonly document: JsonObject;
  /** The text and its place, for error messages. */
  readonly source: SourceText;
}

/**
 * Reads an API description from a file or an https address: OpenAPI 3.0 or 3.1, or Swagger 2.0, as JSON or
 * YAML.
 *
 * @example
 *
 * ```ts
 * import { readDescription } from '@cloudlink-center/codegen';
 *
 * const { document } = await readDescription('description.json');
 * console.log(document['openapi'] ?? document['swagger']);
 * ```
 *
 * @param from - A file, or an https address.
 * @throws CodegenError `unreadable`, `too_big`, `syntax`, `invalid`, `refused_reference` or `usage`, with the
 *   file and, if it is known, the line.
 */
export async function readDescription(from: string, options: SourceOptions = {}): Promise<Description> {
  return describe(await readSource(from, options), options);
}

/**
 * As {@link readDescription}, for a text that you already have.
 *
 * @example
 *
 * ```ts
 * import { describe } from '@cloudlink-center/codegen';
 *
 * const text = JSON.stringify({ openapi: '3.1.0', info: { title: 'Center', version: '1' }, paths: {} });
 * const { document } = await describe({ text, location: '/tmp/description.json' });
 * console.log(document['paths']);
 * ```
 *
 * @param source - The text, and its file or address, to which references are relative.
 */
export async function describe(source: SourceText, options: SourceOptions = {}): Promise<Description> {
  const document = parseText(source.text, source.location);
  checkShape(document, source);
  const bundled = await bundleReferences(document, source, options);
  if (bundled !== document) checkShape(bundled, { ...source, text: '' });
  return { document: bundled, source };
}
