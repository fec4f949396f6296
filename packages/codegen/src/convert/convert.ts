/**
 * Converts a repaired description of any version to the form that the later steps read: OpenAPI 3.1 with open
 * unions for known values, and without references to parameters, bodies and responses.
 *
 * @module
 */
import { upgrade } from '@scalar/openapi-upgrader';
import { eachObject, followed, rawOperations } from '../document/each-operation.ts';
import { isRecord, type JsonObject, listOf, recordOf } from '../document/json.ts';
import type { OpenApiDocument } from '../document/openapi-document.ts';
import { modernizeSchema } from './modernize-schema.ts';

/** Converts a repaired description. */
export function convert(repaired: JsonObject): OpenApiDocument {
  // With target 3.1 it would lose the type of files.
  const document: JsonObject =
    'swagger' in repaired ? recordOf(upgrade(structuredClone(repaired), '3.0')) : structuredClone(repaired);
  placeParts(document);
  eachObject(document, modernizeSchema);
  return {
    openapi: '3.1.0',
    info: { title: 'CloudLink Center', version: '0', ...recordOf(document['info']) },
    // The shape was checked on reading, and the references were replaced above.
    paths: recordOf(document['paths']) as OpenApiDocument['paths'],
    components: {
      schemas: recordOf(
        recordOf(document['components'])['schemas'],
      ) as OpenApiDocument['components']['schemas'],
    },
  };
}

/** Replaces references to parameters, bodies and responses by their targets. */
function placeParts(document: JsonObject): void {
  for (const { item, operation } of rawOperations(document)) {
    item['parameters'] = parametersOf(document, item);
    operation['parameters'] = parametersOf(document, operation);
    if (operation['requestBody'] !== undefined)
      operation['requestBody'] = bodyOf(document, operation['requestBody']);
    if (operation['requestBody'] === undefined) delete operation['requestBody'];
    operation['responses'] = Object.fromEntries(
      Object.entries(recordOf(operation['responses'])).flatMap(([status, response]) => {
        const target = followed(document, response);
        return isRecord(target) ? [[status, structuredClone(target)]] : [];
      }),
    );
  }
}

function parametersOf(document: JsonObject, { parameters }: JsonObject): JsonObject[] {
  return listOf(parameters).flatMap((parameter) => {
    const target = followed(document, parameter);
    if (!isRecord(target)) return [];
    const {
      content,
      schema = recordOf(Object.values(recordOf(content))[0])['schema'] ?? {},
      ...rest
    } = target;
    return [structuredClone({ ...rest, schema })];
  });
}

/** A body without content counts as no body. */
function bodyOf(document: JsonObject, body: unknown): JsonObject | undefined {
  const target = followed(document, body);
  if (!isRecord(target) || Object.keys(recordOf(target['content'])).length === 0) return undefined;
  return structuredClone(target);
}
