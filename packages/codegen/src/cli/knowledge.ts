/**
 * What this SDK knows, as data: the bundled specification of the installed `@cloudlink-center/spec`.
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
  // The package holds the document that its own types were made from.
  return JSON.parse(readFileSync(knowledgeFile(), 'utf8')) as OpenApiDocument;
}
