/**
 * Writes a named type for every schema (`Machine`, `Disk`, ...), so that users do not need paths into
 * `components`.
 *
 * @module
 */
import type { OpenApiDocument } from '../document/openapi-document.ts';
import type { Targets } from './targets.ts';
import { docComment } from './type-text.ts';

export function schemaAliases(document: OpenApiDocument, targets: Targets): string {
  const aliases = Object.entries(document.components.schemas).map(
    ([name, schema]) =>
      `${docComment(schema.description)}export type ${name} = components['schemas']['${name}'];`,
  );
  return `${targets.header}\nimport type { components } from '${targets.paths}';\n\n${aliases.join('\n\n')}\n`;
}
