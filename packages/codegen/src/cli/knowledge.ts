/**
 * The knowledge of this SDK: the bundled specification of the installed `@cloudlink-center/spec`.
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { OpenApiDocument } from '../document/openapi-document.ts';

export function knowledgeFile(): string {
  return createRequire(import.meta.url).resolve('@cloudlink-center/spec/openapi.json');
}

export function readKnowledge(): OpenApiDocument {
  // The document from which the types of that package were generated.
  return JSON.parse(readFileSync(knowledgeFile(), 'utf8')) as OpenApiDocument;
}
