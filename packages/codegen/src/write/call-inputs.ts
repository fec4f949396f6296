/**
 * Writes `inputs.ts`: an input interface for each operation that takes input, and the interfaces of
 * path-string calls. All types are written out, so that the type checker has nothing to compute.
 *
 * @module
 */
import {
  listOperations,
  type OpenApiDocument,
  type OperationEntry,
  type Parameter,
} from '../document/openapi-document.ts';
import { capitalized, dataText, needsInput, typeName } from './call-names.ts';
import type { Targets } from './targets.ts';
import { docComment, importTypes, propertyKey, typeText } from './type-text.ts';

/** `inputs.ts`: one interface per operation with input, and the types of the results. */
export function callTypes(document: OpenApiDocument, targets: Targets): string {
  const names = new Set<string>();
  const entries = listOperations(document, { hidden: false });
  const inputs = entries.map((entry) => inputInterfaces(entry, names));
  const maps = (['get', 'put', 'post', 'delete'] as const).flatMap((method) => {
    const ofMethod = entries.filter((entry) => entry.method === method);
    const rows = (required: boolean): string[] =>
      ofMethod
        .filter((entry) => needsInput(entry) === required)
        .map(
          (entry) => `'${entry.path}': { init: ${typeName(entry)}Init; data: ${dataText(entry, names)} };`,
        );
    const prefix = capitalized(method);
    return [
      `/** ${method.toUpperCase()} paths that need no input. */\nexport interface ${prefix}Optional {\n${rows(false).join('\n')}\n}`,
      `/** ${method.toUpperCase()} paths that need input. */\nexport interface ${prefix}Required {\n${rows(true).join('\n')}\n}`,
    ];
  });
  return [
    targets.header,
    importTypes([...names].toSorted(), targets.schemas),
    `import type { CallOptions } from '${targets.callOptions}';`,
    '',
    ...inputs,
    ...maps,
    '',
  ].join('\n');
}

function inputInterfaces(entry: OperationEntry, names: Set<string>): string {
  const path = entry.parameters.filter((parameter) => parameter.in === 'path');
  const query = entry.parameters.filter((parameter) => parameter.in === 'query');
  const pathMember = path.length > 0 ? `path: ${parametersText(path, names)};` : '';
  const queryMember = query.length > 0 ? `query${needs(query)}: ${parametersText(query, names)};` : '';
  const body = entry.operation.requestBody;
  const schema = Object.values(body?.content ?? {})[0]?.schema;
  const bodyMember = body === undefined ? '' : `body: ${typeText(schema, names)};`;
  const params =
    path.length + query.length > 0
      ? `params${path.length > 0 ? '' : needs(query)}: { ${pathMember} ${queryMember} };`
      : '';
  const id = entry.operation.operationId;
  return [
    `/** Input of \`${id}\`. */`,
    `export interface ${typeName(entry)}Input extends CallOptions {\n${[pathMember, queryMember, bodyMember].join('\n')}\n}`,
    `export interface ${typeName(entry)}Init extends CallOptions {\n${[params, bodyMember].join('\n')}\n}`,
    '',
  ].join('\n');
}

function parametersText(parameters: Parameter[], names: Set<string>): string {
  const members = parameters.map(
    (parameter) =>
      `${docComment(parameter.description)}${propertyKey(parameter.name)}${parameter.required ? '' : '?'}: ${typeText(parameter.schema, names)};`,
  );
  return `{\n${members.join('\n')}\n}`;
}

function needs(parameters: Parameter[]): string {
  return parameters.some((parameter) => parameter.required) ? '' : '?';
}
