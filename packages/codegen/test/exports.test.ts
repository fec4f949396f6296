import { expect, test } from 'vitest';
import * as codegen from '../src/index.ts';

test('the package exports these names and no others', () => {
  expect(Object.keys(codegen).toSorted()).toEqual([
    'CodegenError',
    'changesetOf',
    'compare',
    'describe',
    'exitCodeOf',
    'generate',
    'isCodegenError',
    'readDescription',
    'writeReport',
  ]);
});
