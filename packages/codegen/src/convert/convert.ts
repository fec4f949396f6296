/**
 * Turns a repaired description of any version into the one form that the later steps read: OpenAPI 3.1 with open unions for
 * known values, and parameters, bodies and answers in their places.
 *
 * @module
 */
import { upgrade } from '@scalar/openapi-upgrader';
import { eachObject, followed, rawOperations } from '../document/each-operation.ts';
import { isRecord, type JsonObject, listOf, recordOf } from '../document/json.ts';
import type { OpenApiDocument } from '../document/openapi-document.ts';
import { modernizeSchema } from './modernize-schema.ts';

/** Only what was repaired before can be converted. */
export function convert(repaired: JsonObject): OpenApiDocument {
  // Its target 3.1 would turn file parts into anything.
  const document: JsonObject =
    'swagger' in repaired ? recordOf(upgrade(structuredClone(repaired), '3.0')) : structuredClone(repaired);
  placeParts(document);
  eachObject(document, modernizeSchema);
  return {
    openapi: '3.1.0',
    info: { title: 'CloudLink Center', version: '0', ...recordOf(document['info']) },
    // The shape was checked when it was read, and the parts were put in their places above.
    paths: recordOf(document['paths']) as OpenApiDocument['paths'],
    components: {
      schemas: recordOf(
        recordOf(document['components'])['schemas'],
      ) as OpenApiDocument['components']['schemas'],
    },
  };
}

/** References to parameters, bodies and answers are replaced by what they lead to. */
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

/** A body without content is none. */
function bodyOf(document: JsonObject, body: unknown): JsonObject | undefined {
  const target = followed(document, body);
  if (!isRecord(target) || Object.keys(recordOf(target['content'])).length === 0) return undefined;
  return structuredClone(target);
}
