/**
 * Descriptions for tests: the specification as an appliance would describe itself, and an invented newer
 * version of it.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { OpenApiDocument } from '../src/document/openapi-document.ts';
import { describe, type Description } from '../src/read/read-description.ts';
import { toSwagger2 } from './to-swagger-2.ts';

export type Json = Record<string, unknown>;

const specification = createRequire(import.meta.url).resolve('@cloudlink-center/spec/openapi.json');

/** What this SDK knows. */
export function knowledge(): OpenApiDocument {
  return JSON.parse(readFileSync(specification, 'utf8')) as OpenApiDocument;
}

/** The specification as Swagger 2.0. */
export function appliance(): Json {
  return toSwagger2(JSON.parse(readFileSync(specification, 'utf8')) as Json);
}

/**
 * An invented newer version: sensors of machines, a report as a file, one more property, one more required
 * parameter, and no `PUT /securevm/{uuid}/move` any more; with the faults of generated descriptions.
 */
export function newerAppliance(): Json {
  const document = appliance();
  const paths = part(document, 'paths');
  const definitions = part(document, 'definitions');
  delete paths['/securevm/{uuid}/move'];
  const uuid = { name: 'uuid', in: 'path', required: true, type: 'string' };
  paths['/securevm/{uuid}/sensors'] = {
    get: {
      operationId: 'list',
      summary: 'Lists the sensors of a machine',
      produces: ['*/*'],
      parameters: [
        uuid,
        { name: 'kind', in: 'query', required: true, type: 'string', enum: ['fan', 'heat'] },
      ],
      responses: {
        200: { description: 'OK', schema: { type: 'array', items: { $ref: '#/definitions/Sensor«Fan»' } } },
      },
    },
  };
  paths['/securevm/{uuid}/sensors/{sensor}/reset'] = {
    post: {
      operationId: 'list',
      parameters: [uuid, { name: 'body', in: 'body', schema: { $ref: '#/definitions/SensorReset' } }],
      responses: { 200: { description: 'OK' } },
    },
  };
  paths['/securevm/{uuid}/report/**'] = {
    get: {
      produces: ['*/*'],
      parameters: [uuid],
      responses: { 200: { description: 'OK', schema: { type: 'file' } } },
    },
  };
  definitions['Sensor«Fan»'] = {
    type: 'object',
    properties: {
      name: { type: 'string' },
      value: { type: 'number' },
      machine: { $ref: '#/definitions/VmModel' },
      labels: { $ref: '#/definitions/Collection«string»' },
    },
  };
  definitions['Collection«string»'] = { type: 'object' };
  definitions['SensorReset'] = {
    type: 'object',
    required: ['hard'],
    properties: { hard: { type: 'boolean' } },
  };
  part(part(definitions, 'VmModel'), 'properties')['firmware'] = { type: 'string' };
  const keys = part(part(paths, '/keystores/{name}/keys'), 'get');
  keys['parameters'] = [
    ...(keys['parameters'] as unknown[]),
    { name: 'realm', in: 'query', required: true, type: 'string' },
  ];
  return document;
}

export function part(document: Json, key: string): Json {
  return document[key] as Json;
}

/** A description that was read from a text. */
export function described(document: object, location = '/descriptions/made-up.json'): Promise<Description> {
  return describe({ text: JSON.stringify(document, undefined, 2), location });
}

/** The smallest description, with these parts. */
export function swagger(parts: Json): Json {
  return {
    swagger: '2.0',
    info: { title: 'Made up', version: '1' },
    basePath: '/cloudlink/rest',
    paths: {},
    ...parts,
  };
}
