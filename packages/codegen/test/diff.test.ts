/**
 * Ten known changes between two descriptions: ten are found, none more, each rightly called breaking or not
 * for callers. The rules of another tool are asked whether they see the same changes as breaking.
 */
import { compareSpecs } from '@useoptic/openapi-utilities';
import { RuleRunner } from '@useoptic/rulesets-base';
import { BreakingChangesRuleset } from '@useoptic/standard-rulesets';
import { expect, test } from 'vitest';
import { compare } from '../src/diff/compare.ts';
import { changesetOf, exitCodeOf, writeReport } from '../src/diff/write-report.ts';
import { appliance, described, type Json, newerAppliance } from './descriptions.ts';

/** OpenAPI 3.0: a list with a filter, a thing to change, and a thing to delete. */
function base(): Json {
  return {
    openapi: '3.0.3',
    info: { title: 'Made up', version: '1' },
    servers: [{ url: '/cloudlink/rest' }],
    paths: {
      '/fans': {
        get: {
          operationId: 'list',
          parameters: [{ name: 'state', in: 'query', schema: { type: 'string', enum: ['on', 'off'] } }],
          responses: { 200: json({ type: 'array', items: { $ref: '#/components/schemas/Fan' } }) },
        },
        post: {
          operationId: 'create',
          requestBody: { required: true, ...json({ $ref: '#/components/schemas/FanCreate' }) },
          responses: { 201: { description: 'Made' } },
        },
      },
      '/fans/{id}': {
        delete: {
          operationId: 'delete',
          parameters: [id('id')],
          responses: { 200: { description: 'Gone' } },
        },
        put: {
          operationId: 'update',
          parameters: [id('id')],
          requestBody: { required: true, ...json({ $ref: '#/components/schemas/FanUpdate' }) },
          responses: { 200: { description: 'Changed' } },
        },
      },
    },
    components: {
      schemas: {
        Fan: {
          type: 'object',
          required: ['name'],
          properties: {
            name: { type: 'string' },
            speed: { type: 'integer' },
            blades: { type: 'integer' },
            next: { $ref: '#/components/schemas/Fan' },
          },
        },
        FanCreate: { type: 'object', required: ['name'], properties: { name: { type: 'string' } } },
        FanUpdate: { type: 'object', properties: { speed: { type: 'integer' } } },
      },
    },
  };
}
const id = (name: string): Json => ({ name, in: 'path', required: true, schema: { type: 'string' } });
const json = (schema: object): Json => ({ description: 'Body', content: { 'application/json': { schema } } });

type Change = {
  readonly what: string;
  readonly breaking: boolean;
  readonly apply: (at: At) => void;
};
type At = (...keys: string[]) => Json;
const schema = (at: At, name: string): Json => at('components', 'schemas', name, 'properties');

const TEN: readonly Change[] = [
  {
    what: 'GET /sensors: the operation (added)',
    breaking: false,
    apply: (at) =>
      void (at('paths')['/sensors'] = {
        get: { operationId: 's', responses: { 200: { description: 'OK' } } },
      }),
  },
  {
    what: 'DELETE /fans/{id}: the operation (removed)',
    breaking: true,
    apply: (at) => void delete at('paths', '/fans/{id}')['delete'],
  },
  {
    what: 'GET /fans: the required query parameter realm (added)',
    breaking: true,
    apply: (at) =>
      (at('paths', '/fans', 'get')['parameters'] as Json[]).push({
        name: 'realm',
        in: 'query',
        required: true,
        schema: { type: 'string' },
      }),
  },
  {
    what: 'GET /fans: the query parameter page (added)',
    breaking: false,
    apply: (at) =>
      (at('paths', '/fans', 'get')['parameters'] as Json[]).push({
        name: 'page',
        in: 'query',
        schema: { type: 'integer' },
      }),
  },
  {
    what: 'GET /fans: the value off (the query parameter state) (removed)',
    breaking: true,
    apply: (at) => void (at('paths', '/fans', 'get', 'parameters', '0', 'schema')['enum'] = ['on']),
  },
  {
    what: 'Fan: the property colour (added)',
    breaking: false,
    apply: (at) => void (schema(at, 'Fan')['colour'] = { type: 'string' }),
  },
  {
    what: 'Fan: the property blades (removed)',
    breaking: true,
    apply: (at) => void delete schema(at, 'Fan')['blades'],
  },
  {
    what: 'Fan: the type is string instead of integer (speed) (changed)',
    breaking: true,
    apply: (at) => void (schema(at, 'Fan')['speed'] = { type: 'string' }),
  },
  {
    what: 'FanCreate: the required property blades (added)',
    breaking: true,
    apply: (at) => {
      schema(at, 'FanCreate')['blades'] = { type: 'integer' };
      at('components', 'schemas', 'FanCreate')['required'] = ['name', 'blades'];
    },
  },
  {
    what: 'FanUpdate: the property speed is required (changed)',
    breaking: true,
    apply: (at) => void (at('components', 'schemas', 'FanUpdate')['required'] = ['speed']),
  },
];

function changed(changes: readonly Change[]): Json {
  const document = base();
  const at: At = (...keys) => keys.reduce<Json>((value, key) => value[key] as Json, document);
  for (const { apply } of changes) apply(at);
  return document;
}

const lineOf = ({ at, what, change }: { at: string; what: string; change: string }): string =>
  `${at}: ${what} (${change})`;

test('ten known changes are found, and none more', async () => {
  const found = compare(await described(base()), await described(changed(TEN)));
  expect(found.map(lineOf).toSorted()).toEqual(TEN.map(({ what }) => what).toSorted());
  const breaking = found.filter((difference) => difference.breaking).map(lineOf);
  expect(breaking.toSorted()).toEqual(
    TEN.filter((change) => change.breaking)
      .map(({ what }) => what)
      .toSorted(),
  );
});

test.each(TEN)('$what alone: breaking is $breaking', async (change) => {
  const [before, after] = [base(), changed([change])];
  const found = compare(await described(before), await described(after));
  expect(found.map(lineOf)).toContain(change.what);
  expect(found.some(({ breaking }) => breaking)).toBe(change.breaking);
  expect(exitCodeOf(found)).toBe(change.breaking ? 2 : 1);
  expect(await opticSaysBreaking(before, after)).toBe(change.breaking);
});

test('an array of ten or of one is the same list: names of operations, models and path parameters do not count', async () => {
  const after = JSON.parse(
    JSON.stringify(base())
      .replaceAll('Fan', 'Blower')
      .replaceAll('{id}', '{fan}')
      .replaceAll('"id"', '"fan"')
      .replaceAll('"list"', '"listAll"'),
  ) as Json;
  expect(compare(await described(base()), await described(after))).toEqual([]);
});

test('the same value is judged by who sends it', async () => {
  const shared = (): Json => {
    const document = base();
    const at: At = (...keys) => keys.reduce<Json>((value, key) => value[key] as Json, document);
    at('paths', '/fans', 'post')['requestBody'] = {
      required: true,
      ...json({ $ref: '#/components/schemas/Fan' }),
    };
    return document;
  };
  const after = shared();
  const fan = ((after['components'] as Json)['schemas'] as Json)['Fan'] as Json;
  fan['required'] = ['name', 'speed'];
  const sent = compare(await described(shared()), await described(after));
  expect(sent).toMatchObject([{ at: 'Fan', what: 'the property speed is required', breaking: true }]);
  const got = compare(
    await described(base()),
    await described(
      changed([
        {
          what: '',
          breaking: false,
          apply: (at) => void (at('components', 'schemas', 'Fan')['required'] = ['name', 'speed']),
        },
      ]),
    ),
  );
  expect(got).toMatchObject([{ at: 'Fan', what: 'the property speed is required', breaking: false }]);
});

test('Swagger 2.0 and OpenAPI 3 of the same API do not differ', async () => {
  const two = {
    swagger: '2.0',
    basePath: '/cloudlink/rest',
    paths: {
      '/a': {
        get: {
          operationId: 'a',
          parameters: [{ name: 'q', in: 'query', type: 'string' }],
          responses: { 200: { description: 'OK', schema: { $ref: '#/definitions/A' } } },
        },
      },
    },
    definitions: { A: { type: 'object', properties: { b: { type: 'string', 'x-nullable': false } } } },
  };
  const three = {
    openapi: '3.1.0',
    servers: [{ url: '/cloudlink/rest' }],
    paths: {
      '/a': {
        get: {
          operationId: 'b',
          parameters: [{ name: 'q', in: 'query', schema: { type: 'string' } }],
          responses: { 200: json({ $ref: '#/components/schemas/Other' }) },
        },
      },
    },
    components: { schemas: { Other: { type: 'object', properties: { b: { type: 'string' } } } } },
  };
  expect(compare(await described(two), await described(three))).toEqual([]);
});

test('an invented newer appliance: what an operator has to know stands first', async () => {
  const found = compare(await described(appliance()), await described(newerAppliance()));
  expect(writeReport(found, 'text').split('\n')).toEqual([
    'breaking    added    GET /keystores/{name}/keys: the required query parameter realm',
    'breaking    removed  PUT /securevm/{uuid}/move: the operation',
    'compatible  added    GET /securevm/{uuid}/report/{rest}: the operation',
    'compatible  added    GET /securevm/{uuid}/sensors: the operation',
    'compatible  removed  MoveVmToGroup: the model',
    'compatible  added    POST /securevm/{uuid}/sensors/{sensor}/reset: the operation',
    'compatible  added    SensorOfFan: the model',
    'compatible  added    SensorReset: the model',
    'compatible  added    VmModel: the property firmware',
    '',
    '2 breaking, 7 compatible.',
  ]);
  expect(writeReport(found, 'markdown')).toContain(
    '## Breaking\n\n- `GET /keystores/{name}/keys`: the required query parameter realm (added)',
  );
  expect(JSON.parse(writeReport(found, 'json'))).toMatchObject({ breaking: 2, differences: found });
  expect(changesetOf(found)).toMatch(
    /^---\n'@cloudlink-center\/spec': minor\n'@cloudlink-center\/client': minor\n---\n\nThe API has 7 compatible and 2 breaking changes\./,
  );
});

async function opticSaysBreaking(before: Json, after: Json): Promise<boolean> {
  const runner = new RuleRunner([new BreakingChangesRuleset()]);
  const { results } = await compareSpecs(specOf(before), specOf(after), runner, {});
  return results.some(({ passed }) => !passed);
}

/** It reads documents without references; a circle becomes an open object. */
function dereferenced(value: unknown, root: Json, within: readonly string[]): unknown {
  if (Array.isArray(value)) return value.map((item) => dereferenced(item, root, within));
  if (typeof value !== 'object' || value === null) return value;
  if ('$ref' in value && typeof value.$ref === 'string') {
    if (within.includes(value.$ref)) return { type: 'object' };
    const target = value.$ref
      .slice(2)
      .split('/')
      .reduce<Json>((at, key) => at[key] as Json, root);
    return dereferenced(target, root, [...within, value.$ref]);
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, dereferenced(member, root, within)]),
  );
}

function specOf(document: Json): Parameters<typeof compareSpecs>[0] {
  // Its types ask for whole documents and the places of their parts; its rules read what these have.
  return { jsonLike: dereferenced(document, document, []), sourcemap: undefined } as never;
}
