import { expectTypeOf, test } from 'vitest';
import type { components, Disk, Machine, operations, paths } from '../src/index.ts';

test('a known value set is an open union', () => {
  expectTypeOf<'encrypted'>().toExtend<NonNullable<Disk['state']>>();
  expectTypeOf<'a value of tomorrow'>().toExtend<NonNullable<Disk['state']>>();
  expectTypeOf<NonNullable<Disk['state']>>().not.toBeAny();
});

test('a response requires the identifier that its callers rely on, and nothing else', () => {
  expectTypeOf<Machine['uuid']>().toEqualTypeOf<string>();
  expectTypeOf<Machine['name']>().toEqualTypeOf<string | undefined>();
});

test('paths are typed from the specification', () => {
  type Data = paths['/securevm']['get']['responses'][200]['content']['application/json'];
  expectTypeOf<Data>().toEqualTypeOf<components['schemas']['Machine'][]>();
  expectTypeOf<operations['machines.get']['parameters']['path']>().toEqualTypeOf<{ uuid: string }>();
});

test('the sign-in endpoints and unique links are not among the paths', () => {
  expectTypeOf<'/oauth/token' | '/oauth/authorize' | '/{link}'>().not.toExtend<keyof paths>();
});
