/**
 * Bundles specs/ into one OpenAPI document, which all later steps read. Part of `pnpm generate`.
 *
 * @module
 */
import { join } from 'node:path';
import { bundle, createConfig } from '@redocly/openapi-core';
import type { OpenApiDocument } from '../../packages/codegen/src/document/openapi-document.ts';

/** One document with `components` sorted by name, so that moving a file does not change the generated files. */
export async function bundleSpecification(root: string): Promise<OpenApiDocument> {
  const config = await createConfig({});
  const { bundle: result, problems } = await bundle({ ref: join(root, 'specs/openapi.yaml'), config });
  if (problems.length > 0) throw new Error(`Bundling failed: ${problems.map((p) => p.message).join('; ')}`);
  // The lint step has shown that it is an OpenAPI document.
  const document = structuredClone(result.parsed) as OpenApiDocument;
  document.components.schemas = sortedByName(document.components.schemas);
  return document;
}

function sortedByName<T>(record: Record<string, T>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
