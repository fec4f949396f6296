/**
 * Turns the specification down into Swagger 2.0, as an appliance would describe itself: the vendor's names of
 * models, `**` at the end of paths, no required properties, no known values, no descriptions of properties.
 */

type Json = Record<string, unknown>;
type Schema = Json & { $ref?: string };

const isRecord = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const recordOf = (value: unknown): Json => (isRecord(value) ? value : {});
const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

export function toSwagger2(document: Json): Json {
  const schemas = recordOf(recordOf(document['components'])['schemas']);
  const nameOf = (own: string): string => modelsOf(own, schemas[own])[0] ?? own;
  const definitions: Record<string, Json> = {};
  for (const [own, schema] of Object.entries(schemas)) {
    for (const name of modelsOf(own, schema)) {
      const properties = recordOf(definitions[name]?.['properties']);
      definitions[name] = { type: 'object', ...plain(schema, nameOf) };
      if (isRecord(definitions[name]['properties']))
        definitions[name]['properties'] = { ...properties, ...definitions[name]['properties'] };
    }
  }
  return {
    swagger: '2.0',
    info: { title: 'CloudLink Center', version: '7.1' },
    host: 'localhost:8443',
    basePath: '/cloudlink/rest',
    paths: Object.fromEntries(
      Object.entries(recordOf(document['paths'])).flatMap(([path, item]) =>
        pathOf(path, recordOf(item), document, nameOf),
      ),
    ),
    definitions,
  };
}

/** The vendor's names of a schema of ours. */
function modelsOf(own: string, schema: unknown): string[] {
  return [recordOf(schema)['x-cloudlink-model'] ?? own].flat().map(String);
}

function pathOf(path: string, item: Json, document: Json, nameOf: (own: string) => string): [string, Json][] {
  const operations: Json = {};
  let raw: string | undefined;
  for (const method of ['get', 'put', 'post', 'delete']) {
    const operation = item[method];
    if (!isRecord(operation) || operation['x-cloudlink-hidden'] === true) continue;
    const parameters = [...listOf(item['parameters']), ...listOf(operation['parameters'])].map(
      (one): Json => {
        const parameter: Json = followed(document, one);
        return { ...parameter, schema: followed(document, parameter['schema']) } satisfies Json;
      },
    );
    raw ??= parameters.flatMap((one) =>
      one['x-cloudlink-raw-slashes'] === true ? [String(one['name'])] : [],
    )[0];
    operations[method] = operationOf(operation, parameters, raw, method + path, nameOf);
  }
  if (Object.keys(operations).length === 0) return [];
  return [[raw === undefined ? path : path.replace(`{${raw}}`, '**'), operations]];
}

function operationOf(
  operation: Json,
  parameters: Json[],
  raw: string | undefined,
  id: string,
  nameOf: (own: string) => string,
): Json {
  const [[type, media] = []] = [Object.entries(recordOf(recordOf(operation['requestBody'])['content']))[0]];
  const schema = recordOf(recordOf(media)['schema']);
  const body =
    type === 'multipart/form-data'
      ? Object.keys(recordOf(schema['properties'])).map((name) => ({
          name,
          in: 'formData',
          type: 'file',
          required: listOf(schema['required']).includes(name),
        }))
      : type === undefined
        ? []
        : [{ name: 'body', in: 'body', required: false, schema: plain(schema, nameOf) }];
  const [status, response] = Object.entries(recordOf(operation['responses'])).find(([one]) =>
    one.startsWith('2'),
  ) ?? ['200', {}];
  const answer = recordOf(recordOf(recordOf(recordOf(response)['content'])['application/json'])['schema']);
  return {
    operationId: id.replaceAll(/\W+/g, '_'),
    produces: ['*/*'],
    ...(type !== undefined && { consumes: [type] }),
    parameters: [
      ...parameters
        .filter((one) => one['name'] !== raw && (one['in'] === 'path' || one['in'] === 'query'))
        .map(({ name, in: place, required, schema: own }) => ({
          name,
          in: place,
          required: required === true,
          ...plain(own, nameOf, true),
        })),
      ...body,
    ],
    responses: {
      [status]: {
        description: 'OK',
        ...(Object.keys(answer).length > 0 && { schema: plain(answer, nameOf) }),
      },
      401: { description: 'Unauthorized' },
    },
  };
}

function followed(document: Json, value: unknown): Json {
  const reference = recordOf(value)['$ref'];
  if (typeof reference !== 'string') return recordOf(value);
  return reference
    .slice(2)
    .split('/')
    .reduce<Json>((at, key) => recordOf(at[key]), document);
}

/**
 * Types and formats only, with the vendor's names. Known values of parameters are kept: the vendor publishes
 * them.
 */
function plain(value: unknown, nameOf: (own: string) => string, keepValues = false): Json {
  const schema: Schema = recordOf(value);
  if (typeof schema.$ref === 'string') {
    return { $ref: `#/definitions/${nameOf(schema.$ref.split('/').at(-1) ?? '')}` };
  }
  const { type, format, properties, items, additionalProperties, 'x-extensible-enum': values } = schema;
  return {
    ...(type !== undefined && { type }),
    ...(format !== undefined && format !== 'password' && { format }),
    ...(keepValues && values !== undefined && { enum: values }),
    ...(isRecord(properties) && {
      properties: Object.fromEntries(
        Object.entries(properties).map(([name, one]) => [name, plain(one, nameOf)]),
      ),
    }),
    ...(items !== undefined && { items: plain(items, nameOf) }),
    ...(isRecord(additionalProperties) && { additionalProperties: plain(additionalProperties, nameOf) }),
  };
}
