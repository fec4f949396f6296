/**
 * Looks an operation up in the table of all, which is big and only needed after a failure, so it is loaded then.
 *
 * @module
 */
import type { OperationFacts, OperationId } from '@cloudlink-center/spec/operations';

export type FoundOperation = { readonly id: OperationId; readonly facts: OperationFacts };

/** `undefined`: the specification has no such path. `'unknown'`: the table could not be loaded, as in a page that has lost its network. */
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
