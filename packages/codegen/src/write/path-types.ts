/**
 * Runs openapi-typescript. Only this file uses openapi-typescript and the TypeScript 5 that it needs. It
 * calls the transformation directly and skips the loader, which reads local files and any address in a
 * document and spends most of the time on checks: the document has already been read and checked.
 *
 * @module
 */
import {
  astToString,
  resolveRef,
  scanDiscriminators,
  transformSchema,
  type GlobalContext,
  type OpenAPI3,
  type SchemaObject,
  type TransformNodeOptions,
} from 'openapi-typescript';
import ts from 'typescript';
import type { OpenApiDocument } from '../document/openapi-document.ts';
import type { Targets } from './targets.ts';

const BLOB = ts.factory.createTypeReferenceNode('Blob');
const OPTIONS = { alphabetize: false, defaultNonNullable: false, silent: true };

/**
 * `paths.ts`: the `paths`, `components` and `operations` types. Hidden operations (`x-cloudlink-hidden`) are
 * left out.
 */
export function pathTypes(document: OpenApiDocument, targets: Targets): string {
  const schema = withoutHiddenOperations(document);
  const context: GlobalContext = {
    additionalProperties: false,
    alphabetize: false,
    arrayLength: false,
    conditionalEnums: false,
    dedupeEnums: false,
    defaultNonNullable: false,
    discriminators: scanDiscriminators(schema, OPTIONS),
    emptyObjectsUnknown: false,
    enum: false,
    enumValues: false,
    excludeDeprecated: false,
    exportType: false,
    generatePathParams: false,
    immutable: false,
    injectFooter: [],
    makePathsEnum: false,
    pathParamsAsTypes: false,
    postTransform: undefined,
    propertiesRequiredByDefault: false,
    readWriteMarkers: false,
    // Only the loader reads it, and it is not used here.
    redoc: undefined as never,
    rootTypes: false,
    rootTypesNoSchemaPrefix: false,
    rootTypesKeepCasing: false,
    silent: true,
    transform,
    transformProperty: undefined,
    resolve: ($ref) => resolveRef(schema, $ref, { silent: true }),
  };
  return `${targets.header}\n${astToString(transformSchema(schema, context))}`;
}

function transform(schema: SchemaObject, _options: TransformNodeOptions): ts.TypeNode | undefined {
  if ('format' in schema && schema.format === 'binary') return BLOB;
  const known: unknown = schema['x-extensible-enum'];
  return Array.isArray(known) ? openUnion(known.map(String)) : undefined;
}

/** `'a' | 'b' | (string & {})`: editors suggest the known values, and the type checker accepts any string. */
function openUnion(values: string[]): ts.TypeNode {
  const anyString = ts.factory.createIntersectionTypeNode([
    ts.factory.createKeywordTypeNode(ts.SyntaxKind.StringKeyword),
    ts.factory.createTypeLiteralNode([]),
  ]);
  return ts.factory.createUnionTypeNode([
    ...values.map((value) => ts.factory.createLiteralTypeNode(ts.factory.createStringLiteral(value, true))),
    ts.factory.createParenthesizedType(anyString),
  ]);
}

function withoutHiddenOperations(document: OpenApiDocument): OpenAPI3 {
  const copy = structuredClone(document);
  for (const [path, item] of Object.entries(copy.paths)) {
    const isHidden = Object.values(item).some(
      (operation: unknown) =>
        typeof operation === 'object' && operation !== null && 'x-cloudlink-hidden' in operation,
    );
    if (isHidden) delete copy.paths[path];
  }
  // Both types describe an OpenAPI document; ours has only the parts that are read here.
  return copy as unknown as OpenAPI3;
}
