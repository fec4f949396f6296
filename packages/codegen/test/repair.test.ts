/**
 * Each fault that descriptions of appliances are known to have, in a document of the project's own making: it
 * is mended, and told.
 */
import { expect, test } from 'vitest';
import { convert } from '../src/convert/convert.ts';
import { listOperations, type OpenApiDocument } from '../src/document/openapi-document.ts';
import { repair } from '../src/repair/repair.ts';
import { type Json, swagger } from './descriptions.ts';

const OK = { 200: { description: 'OK' } };
const answering = (schema: object): Json => ({ 200: { description: 'OK', schema } });

function mended(document: Json): { document: OpenApiDocument; told: string[] } {
  const { document: repaired, repairs } = repair(document);
  return { document: convert(repaired), told: repairs.map(({ at, what }) => `${at}: ${what}`) };
}

test('** at the end of a path is a parameter that keeps its slashes', () => {
  const { document, told } = mended(
    swagger({ paths: { '/disks/**': { get: { operationId: 'a', responses: OK } } } }),
  );
  const [entry] = listOperations(document, { hidden: false });
  expect(entry?.path).toBe('/disks/{rest}');
  expect(entry?.parameters).toMatchObject([
    { name: 'rest', in: 'path', required: true, 'x-cloudlink-raw-slashes': true },
  ]);
  expect(told).toContain('/disks/**: is written /disks/{rest}');
});

test.each([
  ['/a/{id:.+}', '/a/{id}'],
  ['/a/{*rest}', '/a/{rest}'],
  ['/a/', '/a'],
])('the path %s is written %s', (path, wanted) => {
  const { document } = mended(swagger({ paths: { [path]: { get: { operationId: 'a', responses: OK } } } }));
  expect(Object.keys(document.paths)).toEqual([wanted]);
});

test('a path parameter that nobody declared is declared, and one that the path lacks is left out', () => {
  const { document, told } = mended(
    swagger({
      paths: {
        '/a/{id}': {
          get: {
            operationId: 'a',
            parameters: [{ name: 'other', in: 'path', required: true, type: 'string' }],
            responses: OK,
          },
        },
      },
    }),
  );
  expect(listOperations(document, { hidden: false })[0]?.parameters.map(({ name }) => name)).toEqual(['id']);
  expect(told).toContain('GET /a/{id}: the path parameter "id" is declared');
  expect(told).toContain('GET /a/{id}: the path parameter "other", which the path lacks, is left out');
});

test('generic names become what they mean, and other names become names of TypeScript', () => {
  const { document } = mended(
    swagger({
      paths: {
        '/a': {
          get: { operationId: 'a', responses: answering({ $ref: '#/definitions/Page%C2%ABFan%C2%BB' }) },
        },
      },
      definitions: {
        'Page«Fan»': {
          type: 'object',
          properties: {
            names: { $ref: '#/definitions/Collection«string»' },
            fans: { $ref: '#/definitions/Set«Fan»' },
            byName: { $ref: '#/definitions/Map«string,Fan»' },
          },
        },
        'Collection«string»': { type: 'object' },
        'Set«Fan»': {},
        'Map«string,Fan»': { type: 'object' },
        Fan: { type: 'object', properties: { speed: { type: 'integer' } } },
        Record: { type: 'object', properties: { speed: { type: 'integer' } } },
      },
    }),
  );
  expect(document.components.schemas['PageOfFan']?.properties).toEqual({
    names: { type: 'array', items: { type: 'string' } },
    fans: { type: 'array', items: { $ref: '#/components/schemas/Fan' }, uniqueItems: true },
    byName: { type: 'object', additionalProperties: { $ref: '#/components/schemas/Fan' } },
  });
  expect(Object.keys(document.components.schemas)).toEqual(['PageOfFan', 'Fan', 'RecordModel']);
});

test('a reference that leads nowhere leads to an open type', () => {
  const { document, told } = mended(
    swagger({
      paths: { '/a': { get: { operationId: 'a', responses: answering({ $ref: '#/definitions/Gone' }) } } },
    }),
  );
  expect(
    listOperations(document, { hidden: false })[0]?.success.response.content?.['application/json']?.schema,
  ).toEqual({});
  expect(told).toContain('Gone: does not exist, but is referred to: its type is open');
});

test('a file is sent as a part of a form, whatever the description says', () => {
  const file = { name: 'image', in: 'query', type: 'file', required: true };
  const { document, told } = mended(
    swagger({
      paths: {
        '/a': {
          post: { operationId: 'a', consumes: ['application/json'], parameters: [file], responses: OK },
        },
      },
    }),
  );
  const content = listOperations(document, { hidden: false })[0]?.operation.requestBody?.content;
  expect(content?.['multipart/form-data']?.schema?.properties).toMatchObject({
    image: { type: 'string', format: 'binary' },
  });
  expect(told).toContain('POST /a: the file "image" is sent as form data');
});

test('*/* is JSON, and octets for a file', () => {
  const { document, told } = mended(
    swagger({
      paths: {
        '/a': { get: { operationId: 'a', produces: ['*/*'], responses: answering({ type: 'string' }) } },
        '/b': { get: { operationId: 'b', produces: ['*/*'], responses: answering({ type: 'file' }) } },
      },
    }),
  );
  const types = listOperations(document, { hidden: false }).map(({ success }) =>
    Object.keys(success.response.content ?? {}),
  );
  expect(types).toEqual([['application/json'], ['application/octet-stream']]);
  expect(told).toContain('GET /a: sends and takes JSON, or files');
});

test('a model without properties is an open object', () => {
  const { document, told } = mended(
    swagger({
      paths: { '/a': { get: { operationId: 'a', responses: answering({ $ref: '#/definitions/Empty' }) } } },
      definitions: { Empty: { type: 'object', properties: {} } },
    }),
  );
  expect(document.components.schemas['Empty']).toMatchObject({ type: 'object', additionalProperties: true });
  expect(told).toContain('Empty: has no properties: it is an open object');
});

test.each([
  ['the base path in each path', { basePath: '/', paths: { '/cloudlink/rest/a': {} } }],
  ['half of the base path in each path', { basePath: '/cloudlink', paths: { '/rest/a': {} } }],
  ['no base path', { basePath: undefined, paths: { '/a': {} } }],
  ['a wrong host', { host: 'localhost:8443', paths: { '/a': {} } }],
])('%s leads to the same paths', (_, parts) => {
  const { document } = repair(JSON.parse(JSON.stringify(swagger(parts))) as Json);
  expect(document).toMatchObject({ basePath: '/cloudlink/rest', paths: { '/a': {} } });
  expect(document).not.toHaveProperty('host');
});

test('ids that are missing or the same become different', () => {
  const operation = { operationId: 'same', responses: OK };
  const { document, told } = mended(
    swagger({ paths: { '/a': { get: operation, put: operation, post: { responses: OK } } } }),
  );
  const ids = listOperations(document, { hidden: false }).map(
    ({ operation: { operationId } }) => operationId,
  );
  expect(new Set(ids).size).toBe(3);
  expect(told).toEqual(expect.arrayContaining(['PUT /a: the id "same" is used twice', 'POST /a: has no id']));
});

test('a body on a GET is left out, and an operation without a success gets one', () => {
  const { document, told } = mended(
    swagger({
      paths: {
        '/a': {
          get: {
            operationId: 'a',
            parameters: [{ name: 'b', in: 'body', schema: { type: 'object' } }],
            responses: { 404: { description: 'No' } },
          },
        },
      },
    }),
  );
  const [entry] = listOperations(document, { hidden: false });
  expect(entry?.operation.requestBody).toBeUndefined();
  expect(entry?.success.status).toBe(200);
  expect(told).toHaveLength(2);
});

test('required: true on a property is meant for its model', () => {
  const { document } = mended(
    swagger({
      definitions: { A: { type: 'object', properties: { b: { type: 'string', required: true } } } },
    }),
  );
  expect(document.components.schemas['A']).toMatchObject({ required: ['b'] });
});

test('known values become an open union, null a type, and distinct items stay distinct', () => {
  const { document } = mended({
    openapi: '3.0.3',
    paths: {},
    components: {
      schemas: {
        A: {
          type: 'object',
          properties: {
            state: { type: 'string', enum: ['on', 'off'] },
            note: { type: 'string', nullable: true },
            tags: { type: 'array', uniqueItems: true, items: { type: 'string' } },
            size: { type: 'integer', minimum: 0, exclusiveMinimum: true },
          },
        },
      },
    },
  });
  expect(document.components.schemas['A']?.properties).toEqual({
    state: { type: 'string', 'x-extensible-enum': ['on', 'off'] },
    note: { type: ['string', 'null'] },
    tags: { type: 'array', uniqueItems: true, items: { type: 'string' } },
    size: { type: 'integer', exclusiveMinimum: 0 },
  });
});

test('a description without a fault needs no repair', () => {
  const { told } = mended(swagger({ paths: { '/a': { get: { operationId: 'a', responses: OK } } } }));
  expect(told).toEqual([]);
});
