/**
 * Looks up an operation in the operation table, which is large and loaded only after a failure.
 *
 * @module
 */
import type { OperationFacts, OperationId } from '@cloudlink-center/spec/operations';

export type FoundOperation = { readonly id: OperationId; readonly facts: OperationFacts };

/**
 * Returns `undefined` for a path that is not in the specification, and `'unknown'` when the table cannot be
 * loaded, such as in a page without a network.
 */
export async function findOperation(
  method: string,
  path: string,
): Promise<FoundOperation | undefined | 'unknown'> {
  try {
    const { operations } = await import('@cloudlink-center/spec/operations');
    for (const [id, facts] of Object.entries(operations)) {
      // The keys of the table are its ids.
      if (facts.method === method && facts.path === path) return { id: id as OperationId, facts };
    }
    return undefined;
  } catch {
    return 'unknown';
  }
}
