/**
 * Compares bodies and responses with the vendor's models, by property names and types. `x-cloudlink-model`
 * names the model of a schema. Part of `node scripts/compare-reference.ts`.
 *
 * @module
 */
import type { OpenApiDocument, Schema } from '../../packages/codegen/src/document/openapi-document.ts';
import type { Difference, ReferenceModel } from './facts.ts';

export type SchemaComparison = {
  /** The differences between a body or a response and the vendor's type. */
  compare(what: 'body' | 'response', schema: Schema | undefined, type: string | null): string[];
  /** The differences of models that are used only within other models, and the models without a schema. */
  compareNested(): Difference[];
  resolve(schema: Schema): Schema;
};

export function createSchemaComparison(
  document: OpenApiDocument,
  models: readonly ReferenceModel[],
): SchemaComparison {
  const compared = new Set<Schema>();
  const byName = new Map(models.map((model) => [model.name, model.properties]));

  const resolve = (schema: Schema): Schema =>
    schema.$ref === undefined
      ? schema
      : (document.components.schemas[schema.$ref.split('/').at(-1) ?? ''] ?? {});

  /** Our type in the notation of the reference. A schema counts as each of its models. */
  function typesOf(schema: Schema): string[] {
    const target = resolve(schema);
    const vendorModel = target['x-cloudlink-model'];
    if (vendorModel !== undefined) return [vendorModel].flat();
    if (target.type === 'array') return typesOf(target.items ?? {}).map((type) => `${type}[]`);
    if (target.type === 'object' && typeof target.additionalProperties === 'object') {
      return typesOf(target.additionalProperties).map((type) => `map<${type}>`);
    }
    if (target.type === undefined || target.type === 'object') return ['object'];
    const type = String(target.type);
    return [target.format === undefined ? type : `${type}(${target.format})`];
  }

  function compare(what: string, schema: Schema | undefined, type: string | null): string[] {
    if (schema === undefined || type === null) {
      return schema === undefined && type === null
        ? []
        : [`${what} is ${schema === undefined ? 'absent' : 'present'}`];
    }
    const types = typesOf(schema);
    if (!types.includes(type)) return [`${what} is ${types[0] ?? '?'} instead of ${type}`];
    const model = byName.get(type.replaceAll('[]', ''));
    if (model === undefined) return [];
    let inner = resolve(schema);
    while (inner.type === 'array' && inner.items !== undefined) inner = resolve(inner.items);
    compared.add(inner);
    return compareProperties(what, inner.properties ?? {}, model);
  }

  function compareNested(): Difference[] {
    const schemas = Object.values(document.components.schemas);
    const stoodFor = new Set(schemas.flatMap((schema) => schema['x-cloudlink-model'] ?? []));
    const missing = models.filter(({ name }) => !stoodFor.has(name));
    const differences = schemas
      .filter((schema) => !compared.has(schema))
      .flatMap((schema) =>
        [schema['x-cloudlink-model'] ?? []].flat().flatMap((name) => {
          const model = byName.get(name);
          const found =
            model === undefined
              ? ['is not in the reference']
              : compareProperties('it', schema.properties ?? {}, model);
          return found.map((what) => ({ operation: `model ${name}`, what }));
        }),
      );
    return [
      ...missing.map(({ name }) => ({ operation: `model ${name}`, what: 'is missing' })),
      ...differences,
    ];
  }

  function compareProperties(
    what: string,
    ours: Record<string, Schema>,
    theirs: Record<string, string>,
  ): string[] {
    const differences: string[] = [];
    for (const [name, type] of Object.entries(theirs)) {
      const own = ours[name];
      if (own === undefined) differences.push(`${what} lacks ${name}`);
      else if (!typesOf(own).includes(type))
        differences.push(`${what} ${name} is ${typesOf(own)[0] ?? '?'} instead of ${type}`);
    }
    for (const name of Object.keys(ours)) if (!(name in theirs)) differences.push(`${what} has ${name}`);
    return differences;
  }

  return { compare, compareNested, resolve };
}
