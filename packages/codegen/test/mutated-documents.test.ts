/** `mutated-documents.ts` says what holds for them. */
import { test } from 'vitest';
import { tryMutatedDocuments } from './mutated-documents.ts';

test('50 documents with wrong values are used or refused', () => tryMutatedDocuments(50));
