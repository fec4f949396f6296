/**
 * A JSON schema for the types of the parts of an API description: OpenAPI 3.0, 3.1 and Swagger 2.0 in one,
 * and no stricter than the later steps need. Extensions and examples may contain anything.
 *
 * @module
 */
const text = { type: 'string' };
const flag = { type: 'boolean' };
const texts = { type: 'array', items: text };
const mapOf = (part: string): object => ({
  type: 'object',
  patternProperties: { '^x-': true },
  additionalProperties: { $ref: `#/$defs/${part}` },
});
const listOf = (part: string): object => ({ type: 'array', items: { $ref: `#/$defs/${part}` } });
/** An object with these parts, or a reference. */
const partWith = (properties: object, required: string[] = []): object => ({
  type: 'object',
  properties: { $ref: text },
  if: { required: ['$ref'] },
  else: { required, properties },
});
const words = { description: text, summary: text };
const operation = { $ref: '#/$defs/operation' };

export const SHAPE: object = {
  type: 'object',
  required: ['paths'],
  properties: {
    info: { type: 'object', properties: { title: text, description: text } },
    host: text,
    basePath: text,
    schemes: texts,
    consumes: texts,
    produces: texts,
    servers: { type: 'array', items: { type: 'object', properties: { url: text } } },
    paths: {
      type: 'object',
      patternProperties: { '^x-': true },
      additionalProperties: { $ref: '#/$defs/pathItem' },
    },
    definitions: mapOf('schema'),
    parameters: mapOf('parameter'),
    responses: mapOf('response'),
    securityDefinitions: { type: 'object' },
    tags: { type: 'array', items: { type: 'object' } },
    components: {
      type: 'object',
      properties: {
        schemas: mapOf('schema'),
        parameters: mapOf('parameter'),
        responses: mapOf('response'),
        requestBodies: mapOf('requestBody'),
        headers: mapOf('header'),
        examples: { type: 'object' },
        securitySchemes: { type: 'object' },
      },
    },
  },
  $defs: {
    pathItem: {
      type: 'object',
      properties: {
        ...words,
        $ref: text,
        parameters: listOf('parameter'),
        get: operation,
        put: operation,
        post: operation,
        delete: operation,
        patch: operation,
        head: operation,
        options: operation,
        trace: operation,
      },
    },
    operation: {
      type: 'object',
      properties: {
        ...words,
        operationId: text,
        tags: texts,
        consumes: texts,
        produces: texts,
        deprecated: flag,
        parameters: listOf('parameter'),
        requestBody: { $ref: '#/$defs/requestBody' },
        responses: mapOf('response'),
      },
    },
    parameter: partWith(
      {
        ...words,
        name: text,
        in: { enum: ['path', 'query', 'header', 'cookie', 'body', 'formData'] },
        required: flag,
        type: text,
        format: text,
        enum: { type: 'array' },
        items: { $ref: '#/$defs/schema' },
        schema: { $ref: '#/$defs/schema' },
        content: mapOf('media'),
      },
      ['name', 'in'],
    ),
    requestBody: partWith({ ...words, required: flag, content: mapOf('media') }),
    response: partWith({
      ...words,
      schema: { $ref: '#/$defs/schema' },
      content: mapOf('media'),
      headers: mapOf('header'),
    }),
    header: partWith({ ...words, type: text, schema: { $ref: '#/$defs/schema' } }),
    media: {
      type: 'object',
      properties: { schema: { $ref: '#/$defs/schema' }, examples: { type: 'object' } },
    },
    schema: {
      type: ['object', 'boolean'],
      properties: {
        ...words,
        $ref: text,
        type: { anyOf: [text, texts] },
        format: text,
        title: text,
        enum: { type: 'array' },
        required: { anyOf: [texts, flag] },
        nullable: flag,
        uniqueItems: flag,
        readOnly: flag,
        deprecated: flag,
        properties: mapOf('schema'),
        items: { anyOf: [{ $ref: '#/$defs/schema' }, { type: 'array' }] },
        additionalProperties: { $ref: '#/$defs/schema' },
        allOf: listOf('schema'),
        oneOf: listOf('schema'),
        anyOf: listOf('schema'),
        discriminator: { type: ['string', 'object'] },
      },
    },
  },
};
