/**
 * Finds the schemas that a document needs.
 *
 * @module
 */
import { nameOf } from './models.ts';

/** The names of the schemas that the value refers to, and those that these refer to. */
export function reachableSchemas(root: unknown, schemas: Readonly<Record<string, unknown>>): Set<string> {
  const found = new Set<string>();
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    if ('$ref' in value && typeof value.$ref === 'string' && value.$ref.startsWith('#/components/schemas/')) {
      const name = nameOf(value.$ref);
      if (!found.has(name)) {
        found.add(name);
        visit(schemas[name]);
      }
    }
    for (const member of Object.values(value)) visit(member);
  };
  visit(root);
  return found;
}
